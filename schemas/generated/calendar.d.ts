/** Written by `npm run generate` from calendar.schema.json. */

/**
 * A calendar: on which days people work, and when. The settings of the workspace name the one that counts where nothing else is said.
 */
export interface CalendarDocument {
/**
 * For editors: the schema of this file. Its last part says the kind of document.
 */
$schema?: string
/**
 * Identifies the document for good, whatever it is called; derived from its names when left out.
 */
id?: string
/**
 * Name of the calendar in other documents.
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
 * Days of the week on which people work: 1 is Monday, 7 Sunday.
 */
workdays?: number[]
/**
 * Working hours of a day, in the time zone of the workspace; left out: the whole day.
 */
hours?: {
/**
 * HH:MM.
 */
from: string
/**
 * HH:MM, later than its beginning; 24:00 is the end of the day.
 */
to: string
}[]
/**
 * Days that are not as their weekday says: holidays, and working days on a weekend.
 */
days?: {
/**
 * YYYY-MM-DD.
 */
date: string
/**
 * Whether people work on it.
 */
works?: boolean
/**
 * What the day is called.
 */
labels?: {
en?: string
"zh-CN"?: string
[k: string]: string | undefined
}
}[]
}
