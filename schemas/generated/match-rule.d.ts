/** Written by `npm run generate` from match-rule.schema.json. */

/**
 * A match rule: when two records of an object are taken for the same, and what becomes of that. People are told of what they may see, by the fields that they may read.
 */
export interface MatchRuleDocument {
/**
 * For editors: the schema of this file. Its last part says the kind of document.
 */
$schema?: string
/**
 * Identifies the document for good, whatever it is called; derived from its names when left out.
 */
id?: string
/**
 * Name of the match rule among those of its object.
 */
name: string
/**
 * The object of which two records may be the same.
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
 * What is compared, and how many points it counts where two records have the same or, as far as it is, something alike.
 */
fields: {
field: string
points: number
/**
 * Whether a field counts where both have the same, or also where what they have is alike: slips of the hand, words in another order, names that sound the same. Left out: alike, where the type of the field knows what that is.
 */
by?: ("same" | "alike")
}[]
/**
 * Points from which on two records are taken for one.
 */
from: number
/**
 * What becomes of a record that is taken for one that is there: its writer is told (`warn`, when left out), or it is refused (`block`).
 */
onMatch?: ("warn" | "block")
/**
 * Whether somebody is told that there is such a record which they may not see (`tell`: that there is one, never which); left out, only what they see counts.
 */
unseen?: ("ignore" | "tell")
}
