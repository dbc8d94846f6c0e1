import {
  AlignLeftOutlined,
  ApartmentOutlined,
  CalendarOutlined,
  CheckSquareOutlined,
  ClockCircleOutlined,
  DollarOutlined,
  DownCircleOutlined,
  FieldNumberOutlined,
  FlagOutlined,
  FontSizeOutlined,
  KeyOutlined,
  LinkOutlined,
  MailOutlined,
  NumberOutlined,
  OrderedListOutlined,
  PercentageOutlined,
  PhoneOutlined,
  TagsOutlined,
  UserOutlined,
} from '@ant-design/icons';
import { createElement } from 'react';

/** Icons by the names that field types give. */
const ICONS: Readonly<Record<string, typeof UserOutlined>> = {
  'align-left': AlignLeftOutlined,
  apartment: ApartmentOutlined,
  calendar: CalendarOutlined,
  'check-square': CheckSquareOutlined,
  'clock-circle': ClockCircleOutlined,
  dollar: DollarOutlined,
  'down-circle': DownCircleOutlined,
  'field-number': FieldNumberOutlined,
  flag: FlagOutlined,
  'font-size': FontSizeOutlined,
  key: KeyOutlined,
  link: LinkOutlined,
  mail: MailOutlined,
  number: NumberOutlined,
  'ordered-list': OrderedListOutlined,
  percentage: PercentageOutlined,
  phone: PhoneOutlined,
  tags: TagsOutlined,
  user: UserOutlined,
};

export function TypeIcon({ name }: { name: string | undefined }) {
  return createElement(ICONS[name ?? ''] ?? NumberOutlined, { 'aria-hidden': true });
}
