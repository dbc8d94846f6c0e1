/** Written by `npm run generate` from layout.schema.json. */

/**
 * A layout: how one record is arranged. It shows and arranges; what may be seen, grants and rules decide.
 */
export interface LayoutDocument {
/**
 * For editors: the schema of this file. Its last part says the kind of document.
 */
$schema?: string
/**
 * Identifies the document for good, whatever it is called; derived from its names when left out.
 */
id?: string
/**
 * Name of the layout in the API, in expressions and in other documents.
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
 * Roles that it is for; left out: everybody.
 */
roles?: string[]
/**
 * Fields in the head of the page.
 */
highlights?: string[]
/**
 * Tabs of the page and of its form, in their order; sections and related lists say in which they stand. What says none stands above them.
 */
tabs?: {
/**
 * Identifies the tab for good, whatever it is called; derived from its names when left out.
 */
id?: string
/**
 * Name of the tab in addresses and in this document.
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
}[]
/**
 * Groups of fields, from top to bottom.
 */
sections: {
/**
 * Identifies the section for good, whatever it is called; derived from its names when left out.
 */
id?: string
/**
 * Heading of the section.
 */
labels?: {
en?: string
"zh-CN"?: string
[k: string]: string | undefined
}
/**
 * Columns on a wide screen.
 */
columns?: number
/**
 * Name of the tab that it stands in; left out: above the tabs.
 */
tab?: string
/**
 * Whether people can fold it by its heading, and how it begins; left out: it is always open.
 */
collapse?: ("open" | "closed")
/**
 * New fields land here; when no section says so, in the first one.
 */
newFields?: boolean
/**
 * Its fields in their order.
 */
fields: (string | {
field: string
/**
 * Columns that it takes.
 */
span?: number
})[]
}[]
/**
 * Lists of records that point at this one.
 */
related?: {
/**
 * The object of the list.
 */
object: string
/**
 * Its field that points here.
 */
via: string
/**
 * Heading of the list; left out: what the object calls many of its records.
 */
labels?: {
en?: string
"zh-CN"?: string
[k: string]: string | undefined
}
/**
 * Fields of the list.
 */
columns?: string[]
/**
 * Order: fields, with - before those that fall; left out: what was changed last comes first.
 */
sort?: string[]
/**
 * Records that it shows before “View all”.
 */
limit?: number
/**
 * Name of the tab that it stands in; left out: beside the record.
 */
tab?: string
}[]
}
