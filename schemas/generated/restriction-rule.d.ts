/** Written by `npm run generate` from restriction-rule.schema.json. */

/**
 * A restriction rule: records that somebody reaches only where it allows, whatever else grants them.
 */
export interface RestrictionRuleDocument {
/**
 * For editors: the schema of this file. Its last part says the kind of document.
 */
$schema?: string
/**
 * Identifies the document for good, whatever it is called; derived from its names when left out.
 */
id?: string
/**
 * Name of the restriction rule among those of its object.
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
 * The roles whose holders it binds; left out: everybody.
 */
for?: string[]
/**
 * Which records may be reached: an expression over the record and `user`. Where it is unknown, the record is hidden. What it names is read with the engine's rights.
 */
allow: string
/**
 * What it restricts; left out: everything. What restricts update restricts transfer, what restricts delete restricts purge.
 */
do?: ("create" | "read" | "update" | "delete" | "restore" | "purge" | "transfer" | "share" | "import" | "export" | "print" | "merge" | "claim")[]
}
