import type { Page } from 'playwright-core';

/** A picture to be taken: where, and what is done before. */
export interface Shot {
  readonly name: string;
  readonly path: string;
  readonly act?: (page: Page) => Promise<unknown>;
}

const press = (selector: string, shows: string) => async (page: Page) => {
  await page.locator(selector).first().click();
  await page.locator(shows).first().waitFor();
};

/** What stands beside the canvas, by its place in the choice; on a phone it covers the canvas. */
const beside = (place: number, shows: string) =>
  press(`.gd-layout-beside .ant-segmented-item >> nth=${place}`, shows);

/** Every screen of the designer with what it opens, for one object. Nothing of it is saved. */
export function designerShots(object: string, field: string, role: string): readonly Shot[] {
  const at = `/designer/objects/${object}`;
  return [
    { name: 'designer-objects', path: '/designer/objects' },
    {
      name: 'designer-new-object',
      path: '/designer/objects',
      act: press('.gd-header .ant-btn-primary', '.ant-drawer-content-wrapper, .ant-modal-container'),
    },
    { name: 'designer-fields', path: `${at}/fields` },
    { name: 'designer-fields-json', path: `${at}/fields`, act: press('.anticon-code', '.cm-content') },
    { name: 'designer-add-field', path: `${at}/fields?add` },
    { name: 'designer-field', path: `${at}/fields?field=${field}` },
    { name: 'designer-layout', path: `${at}/layouts` },
    {
      name: 'designer-layout-field',
      path: `${at}/layouts`,
      act: press('.gd-card-face', '.gd-card.gd-is-selected'),
    },
    { name: 'designer-layout-preview', path: `${at}/layouts`, act: beside(1, '.gd-preview iframe') },
    { name: 'designer-layout-json', path: `${at}/layouts`, act: beside(2, '.cm-content') },
    { name: 'designer-rules', path: `${at}/rules` },
    { name: 'designer-add-rule', path: `${at}/rules?add` },
    { name: 'designer-permissions', path: `${at}/permissions?field=${field}` },
    {
      name: 'designer-add-sharing-rule',
      path: `${at}/permissions`,
      act: press('.gd-sharing-part .gd-tools-end button', '.gd-rule-sentence'),
    },
    { name: 'designer-settings', path: `${at}/settings` },
    { name: 'designer-source', path: `${at}/source` },
    { name: 'designer-relations', path: '/designer/relations' },
    { name: 'designer-add-relation', path: `/designer/relations?add=relation&from=${object}` },
    { name: 'designer-roles', path: '/designer/roles' },
    { name: 'designer-role', path: `/designer/roles/${role}?object=${object}&fields` },
    { name: 'designer-role-people', path: `/designer/roles/${role}?people` },
    { name: 'designer-role-compare', path: `/designer/roles/${role}/compare` },
    { name: 'designer-workspace', path: '/designer/workspace' },
    { name: 'designer-changes', path: '/designer/changes' },
  ];
}
