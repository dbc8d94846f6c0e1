/** Where a formula, rule or roll-up of the corpus comes from. Ideas and numbers are theirs, the words are ours. */
export interface Source {
  readonly title: string;
  readonly url: string;
}

export const SOURCES = {
  samples: {
    title: 'Salesforce: 100 Sample Formulas to Get You Started',
    url: 'https://www.slideshare.net/artimaroo1/100-sample-formulasv6',
  },
  advanced: {
    title: 'Salesforce Help: Examples of Advanced Formula Fields',
    url: 'http://sfdcsrini.blogspot.com/2014/11/advanced-formula-fields-in-salesforce.html',
  },
  commission: {
    title: 'Salesforce Trailhead: Create Formula Fields',
    url: 'https://marketing.sol1000.com/?p=5771',
  },
  zoho: {
    title: 'Zoho CRM: Examples of formula fields',
    url: 'https://support.cloudtool.in/portal/en/kb/articles/examples-of-formula-field',
  },
  zohoHelp: {
    title: 'Zoho CRM Help: Creating Formula Fields',
    url: 'https://help.zoho.com/portal/en/kb/crm/customize-crm-account/customizing-fields/articles/create-formula-fields',
  },
  dynamics: {
    title: 'Dynamics 365: Create a calculated field to automate manual calculations',
    url: 'https://docs.microsoft.com/en-us/dynamics365/customerengagement/on-premises/customize/define-calculated-fields',
  },
  dynamicsRollup: {
    title: 'Dynamics 365: Define rollup fields',
    url: 'https://learn.microsoft.com/ja-jp/dynamics365/customer-engagement/customize/define-rollup-fields',
  },
  dynamicsReports: {
    title: 'Sky Soft Connections: Rollup and Calculated Fields in Dynamics 365',
    url: 'https://skysoftconnections.com/newsite/?p=3115',
  },
  hubspot: {
    title: 'HubSpot: Create calculation and rollup properties',
    url: 'https://knowledge.hubspot.com/properties/create-calculation-properties',
  },
  rules: {
    title: 'Salesforce: Useful Validation Rules',
    url: 'https://fdocuments.us/document/useful-validation-rules-updated-july-14-2015-billing-zip-code-is-in-billing.html',
  },
  rules20: {
    title: 'Salesforce Validation Rules: 20 Real-World Examples Every Admin Should Know',
    url: 'https://salesforcedictionary.com/blogs/salesforce-validation-rules-20-real-world-examples',
  },
  ruleNotes: {
    title: 'Validation Rules (Account)',
    url: 'https://www.scribd.com/document/604834269/Validation-Rules',
  },
  ruleBlog: {
    title: 'NubeTree: Validation Rules in Salesforce',
    url: 'http://nubetree.com/validation-rules-in-salesforce/',
  },
  ruleHours: { title: 'SFDX Hours: Validation Rules', url: 'https://sfdxhours.com/2618-2/' },
  quick: {
    title: 'Miraforce: 6 quick validation rules for cleaner opportunity data',
    url: 'http://www.miraforce.net/6-quick-validation-rules-cleaner-sales-cloud-opportunity-data/',
  },
  playbook: {
    title: 'Storyforce Playbook: Opportunity Validation Rules',
    url: 'https://storyforce.info/playbook/objects-and-fields/object-manager/opp-validation-rules',
  },
  patterns: {
    title: 'Common Salesforce Validation Rules',
    url: 'https://app.unpkg.com/sf-agent-framework@4.1.1/files/sf-core/data/common-validation-rules.md',
  },
  dlrs: {
    title: 'Declarative Lookup Rollup Summaries: User Guide',
    url: 'https://sfdo-community-sprints.github.io/DLRS-Documentation/User%20Guide/',
  },
  dlrsTool: {
    title: 'Cloud for Good: Declarative Lookup Rollup Summaries, An Admin’s Must-Have Tool',
    url: 'https://cloud4good.com/announcements/declarative-lookup-rollup-summaries/',
  },
  donors: {
    title: 'NPPatch: Customizable Rollups',
    url: 'https://nppatch.readthedocs.io/en/latest/features/customizable-rollups/',
  },
  gifts: {
    title: 'Salesforce Nonprofit Cloud: DonorGiftSummary',
    url: 'https://developer.salesforce.com/docs/atlas.en-us.250.0.nonprofit_cloud.meta/nonprofit_cloud/npc_fundraising_api_objects_donorgiftsummary.htm',
  },
  oracle: {
    title: 'Oracle Sales: Predefined Rollups',
    url: 'https://docs.oracle.com/en/cloud/saas/sales/farig/predefined-rollups.html',
  },
  pylon: {
    title: 'Pylon: Rollups',
    url: 'https://docs.usepylon.com/pylon-docs/account-intelligence/fields/rollups',
  },
} as const satisfies Record<string, Source>;
