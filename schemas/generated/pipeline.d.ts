/** Written by `npm run generate` from pipeline.schema.json. */

/**
 * A pipeline: the stages through which records of an object go.
 */
export interface PipelineDocument {
/**
 * For editors: the schema of this file. Its last part says the kind of document.
 */
$schema?: string
/**
 * Identifies the document for good, whatever it is called; derived from its names when left out.
 */
id?: string
/**
 * Name of the pipeline in the API, in expressions and in other documents.
 */
name: string
/**
 * The object that it belongs to.
 */
object: string
/**
 * What people call it.
 */
labels: {
en?: string
"zh-CN"?: string
[k: string]: string | undefined
}
/**
 * Which records follow it; left out: all. Pipelines with a condition are asked first.
 */
when?: string
/**
 * The stages in their order.
 */
stages: {
/**
 * Identifies the stage for good, whatever it is called; derived from its names when left out.
 */
id?: string
/**
 * Name of the stage in the API, in expressions and in other documents.
 */
name: string
/**
 * What people call the stage.
 */
labels: {
en?: string
"zh-CN"?: string
[k: string]: string | undefined
}
/**
 * Whether a record in it is open, won or lost.
 */
kind: ("open" | "won" | "lost")
/**
 * How likely records in it are won, as a fraction: 60% is 0.6. Left out: 1 when won, else 0.
 */
probability?: string
/**
 * A colour of the palette, or #rrggbb.
 */
color?: string
/**
 * Records in it stay; no record enters it any more.
 */
archived?: boolean
/**
 * Written by the engine: the package that added this part to a document of another package.
 */
package?: string
}[]
}
