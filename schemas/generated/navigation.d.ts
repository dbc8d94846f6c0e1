/** Written by `npm run generate` from navigation.schema.json. */

/**
 * The menu of some roles: what stands in it, on a phone, and what opens first.
 */
export interface NavigationDocument {
/**
 * For editors: the schema of this file. Its last part says the kind of document.
 */
$schema?: string
/**
 * Identifies the document for good, whatever it is called; derived from its names when left out.
 */
id?: string
/**
 * Name of the navigation in the API, in expressions and in other documents.
 */
name: string
/**
 * What people call it.
 */
labels?: {
en?: string
"zh-CN"?: string
[k: string]: string | undefined
}
/**
 * Roles that it is for; left out: everybody.
 */
roles?: string[]
/**
 * The menu from top to bottom.
 */
items: Item[]
/**
 * The bar at the bottom of a phone.
 */
phone?: Item[]
/**
 * The object that opens first.
 */
home?: string
/**
 * What a button + offers.
 */
shortcuts?: Item[]
}
/**
 * An object, a view, or a group of these.
 * 
 * This interface was referenced by `NavigationDocument`'s JSON-Schema
 * via the `definition` "item".
 */
export interface Item {
/**
 * Its list.
 */
object?: string
/**
 * One view, as object.name.
 */
view?: string
/**
 * Of a group; of others instead of their own label.
 */
labels?: {
en?: string
"zh-CN"?: string
[k: string]: string | undefined
}
/**
 * Name of an icon.
 */
icon?: string
items?: Item[]
}
