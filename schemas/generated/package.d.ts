/** Written by `npm run generate` from package.schema.json. */

/**
 * The manifest of a package: a folder of documents with a version.
 */
export interface PackageDocument {
/**
 * For editors: the schema of this file. Its last part says the kind of document.
 */
$schema?: string
/**
 * Identifies the document for good, whatever it is called; derived from its names when left out.
 */
id?: string
/**
 * Name of the package in the API, in expressions and in other documents.
 */
name: string
/**
 * What people call it.
 */
labels: {
en?: string
"zh-CN"?: string
[k: string]: string | undefined
}
/**
 * Its version: major.minor.patch.
 */
version: string
/**
 * By package: the versions that it needs, such as ^1.2.0.
 */
requires?: {
[k: string]: string
}
/**
 * The versions of the engine that it runs on, such as >=0.1.0.
 */
engine?: string
/**
 * Languages in which its labels are complete.
 */
languages?: string[]
}
