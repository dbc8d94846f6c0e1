/** Written by `npm run generate` from option-set.schema.json. */

/**
 * A set of options that several fields share.
 */
export interface OptionSetDocument {
/**
 * For editors: the schema of this file. Its last part says the kind of document.
 */
$schema?: string
/**
 * Identifies the document for good, whatever it is called; derived from its names when left out.
 */
id?: string
/**
 * Name of the option set in the API, in expressions and in other documents.
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
 * The options in their order.
 */
options: {
/**
 * Identifies the option for good, whatever it is called; derived from its names when left out.
 */
id?: string
/**
 * What is stored. It never changes its meaning.
 */
value: string
/**
 * What people see.
 */
labels: {
en?: string
"zh-CN"?: string
[k: string]: string | undefined
}
/**
 * The same option as a number, for systems that count.
 */
number?: number
/**
 * A colour of the palette, or #rrggbb.
 */
color?: string
/**
 * Values of the field that this one depends on for which the option is offered.
 */
parents?: string[]
/**
 * Stays valid on old records and is offered no more.
 */
archived?: boolean
/**
 * Written by the engine: the package that added this part to a document of another package.
 */
package?: string
}[]
}
