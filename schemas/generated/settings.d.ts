/** Written by `npm run generate` from settings.schema.json. */

/**
 * Settings of the workspace. They belong to it: packages ship none.
 */
export interface SettingsDocument {
/**
 * For editors: the schema of this file. Its last part says the kind of document.
 */
$schema?: string
/**
 * Identifies the document for good, whatever it is called; derived from its names when left out.
 */
id?: string
/**
 * In which days and months are counted: an IANA name such as Asia/Shanghai.
 */
timeZone: string
/**
 * Of all amounts: an ISO 4217 code such as CNY.
 */
currency: string
/**
 * What one unit of another currency comes to in the currency of the workspace, from a day on; without a day from the beginning. Amounts keep the rate of the day on which they were written.
 */
rates?: {
currency: string
rate: string
from?: string
}[]
/**
 * Languages of the workspace, its own first.
 */
languages: string[]
/**
 * First day of the week: 0 is Sunday, 1 Monday.
 */
weekStart?: (0 | 1 | 2 | 3 | 4 | 5 | 6)
/**
 * First day of the business year, as MM-DD.
 */
yearStart?: string
/**
 * The calendar by which working days are counted.
 */
calendar?: string
/**
 * Who needs a code of an authenticator app beside their password: nobody, those with rights over the workspace, or everybody. Keys of the API do without.
 */
secondFactor?: ("none" | "admins" | "all")
/**
 * What people are reached for. With the basis `consent` only who has agreed may be, by any other whoever has not objected. Without it there are service, marketing and research.
 */
purposes?: {
name: string
labels: {
en?: string
"zh-CN"?: string
[k: string]: string | undefined
}
basis: ("consent" | "contract" | "legal_obligation" | "vital_interest" | "public_task" | "legitimate_interest")
}[]
/**
 * For how many months the audit is kept, beside the present one; without it for ever.
 */
auditMonths?: number
/**
 * How auto-numbers are counted.
 */
numbering?: {

}
}
