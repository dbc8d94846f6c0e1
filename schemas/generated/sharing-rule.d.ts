/** Written by `npm run generate` from sharing-rule.schema.json. */

/**
 * A sharing rule: records that holders of some roles reach besides those that their roles grant. What they see of them and may do is what their roles grant over the object.
 */
export interface SharingRuleDocument {
/**
 * For editors: the schema of this file. Its last part says the kind of document.
 */
$schema?: string
/**
 * Identifies the document for good, whatever it is called; derived from its names when left out.
 */
id?: string
/**
 * Name of the sharing rule among those of its object.
 */
name: string
/**
 * The object over whose records it says something.
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
 * The roles with whose holders is shared.
 */
to: string[]
/**
 * Which records: an expression over the record, its owner and `user`. What it names is read with the engine's rights.
 */
where: string
/**
 * What is shared: reading alone when left out.
 */
do?: ("read" | "update")[]
}
