/** Written by `npm run generate` from role.schema.json. */

/**
 * A role: what its holders may do. Grants of several roles add up.
 */
export interface RoleDocument {
/**
 * For editors: the schema of this file. Its last part says the kind of document.
 */
$schema?: string
/**
 * Identifies the document for good, whatever it is called; derived from its names when left out.
 */
id?: string
/**
 * Name of the role in the API, in expressions and in other documents.
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
 * What the role is for, in a sentence.
 */
description?: {
en?: string
"zh-CN"?: string
[k: string]: string | undefined
}
/**
 * Rights over the workspace itself.
 */
admin?: ("model" | "workflow" | "views" | "people" | "security" | "operations")[]
/**
 * For users of the portal, and for nobody else: it grants read, create, update, delete and export over named objects of the workspace, in all rows or in those of the record that the user is bound to.
 */
portal?: boolean
/**
 * Rights over objects.
 */
grants?: {
/**
 * The object, or * for every one that is not the engine's own.
 */
object: string
/**
 * What may be done. `restore` comes with `delete`, `transfer` (another owner) with `update` for those who may create for others, `bulk` (several records by one request) with create, update or delete, unless the grant states them: `rows` of `none` take them away. `purge` (destroy what is in the bin), `share` (the team of a record) and `claim` (make a record one’s own that nobody owns, and give it back) are stated.
 */
do: ("create" | "read" | "update" | "delete" | "restore" | "purge" | "transfer" | "bulk" | "share" | "import" | "export" | "print" | "merge" | "claim")[]
/**
 * By action: in which records; left out: in all; restore and purge where delete is, transfer, share and merge where update is. `portal`: of a role of the portal, the record that the user is bound to, and those that point at it by their first field that can. What may be claimed has no owner, so `claim` knows no rows by where its owner stands.
 */
rows?: {
create?: ("all" | "own" | "none" | "team" | "department" | "department_and_below" | "reporting_line" | "territory" | "portal")
read?: ("all" | "own" | "own_and_collaborators" | "none" | "team" | "department" | "department_and_below" | "reporting_line" | "territory" | "portal")
update?: ("all" | "own" | "own_and_collaborators" | "none" | "team" | "department" | "department_and_below" | "reporting_line" | "territory" | "portal")
delete?: ("all" | "own" | "none" | "team" | "department" | "department_and_below" | "reporting_line" | "territory" | "portal")
restore?: ("all" | "own" | "none" | "team" | "department" | "department_and_below" | "reporting_line" | "territory")
purge?: ("all" | "own" | "none" | "team" | "department" | "department_and_below" | "reporting_line" | "territory")
transfer?: ("all" | "own" | "none" | "team" | "department" | "department_and_below" | "reporting_line" | "territory")
bulk?: ("all" | "none")
share?: ("all" | "own" | "none" | "team" | "department" | "department_and_below" | "reporting_line" | "territory")
import?: ("all" | "own" | "none" | "team" | "department" | "department_and_below" | "reporting_line" | "territory")
export?: ("all" | "own" | "own_and_collaborators" | "none" | "team" | "department" | "department_and_below" | "reporting_line" | "territory" | "portal")
print?: ("all" | "own" | "own_and_collaborators" | "none" | "team" | "department" | "department_and_below" | "reporting_line" | "territory")
merge?: ("all" | "own" | "none" | "team" | "department" | "department_and_below" | "reporting_line" | "territory")
claim?: ("all" | "none" | "territory")
}
/**
 * Of those records only the ones in which this holds: an expression over the record and `user`. What it names is read with the engine's rights. Rights by stage or by amount are grants with conditions: grants add up.
 */
where?: string
/**
 * By field: none, masked (shown in part, neither filtered nor sorted by), read or write; * is all others. Left out: all may be written.
 */
fields?: {
[k: string]: "none" | "masked" | "read" | "write"
}
}[]
}
