import {
  AppstoreOutlined,
  AuditOutlined,
  DiffOutlined,
  SafetyCertificateOutlined,
  SettingOutlined,
  ShareAltOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { TextKey } from '../i18n/index.ts';

/** A page of the designer's menu, and the right over the workspace that it is for. */
export interface Place {
  readonly to: string;
  readonly text: TextKey;
  readonly icon: ReactNode;
  readonly right: 'model' | 'security';
}

const PLACES: readonly Place[] = [
  { to: '/objects', text: 'objects.title', icon: <AppstoreOutlined aria-hidden="true" />, right: 'model' },
  {
    to: '/relations',
    text: 'relations.title',
    icon: <ShareAltOutlined aria-hidden="true" />,
    right: 'model',
  },
  {
    to: '/roles',
    text: 'roles.title',
    icon: <SafetyCertificateOutlined aria-hidden="true" />,
    right: 'model',
  },
  { to: '/workspace', text: 'workspace.title', icon: <SettingOutlined aria-hidden="true" />, right: 'model' },
  { to: '/audit', text: 'audit.title', icon: <AuditOutlined aria-hidden="true" />, right: 'security' },
  { to: '/changes', text: 'changes.title', icon: <DiffOutlined aria-hidden="true" />, right: 'model' },
];

/** Those of the menu that somebody with these rights may open. */
export const placesFor = (admin: readonly string[]): readonly Place[] =>
  PLACES.filter(({ right }) => admin.includes(right));
