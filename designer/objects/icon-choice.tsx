import { Button, Popover } from 'antd';
import { useState } from 'react';
import { Icon } from '../../runtime-ui/shell/icons.tsx';
import { useTexts } from '../i18n/index.ts';

/** Icons that documents name and both UIs draw, one name each. */
export const ICON_NAMES = (
  'appstore team user idcard user-add bank shop shopping-cart shopping gift dollar fund pie-chart bar-chart ' +
  'funnel-plot trophy target flag star heart rocket bulb calendar clock-circle check-square phone mail message ' +
  'notification bell alert environment global car home tool setting inbox folder file-text file-done profile ' +
  'project solution audit book tag database'
).split(' ');

/** Picks the icon of an object. */
export function IconChoice({ value, onChange }: { value: string; onChange: (icon: string) => void }) {
  const { t } = useTexts();
  const [isOpen, setOpen] = useState(false);
  const choose = (icon: string) => {
    onChange(icon);
    setOpen(false);
  };
  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomLeft"
      content={
        <div className="gd-icons">
          {ICON_NAMES.map((name) => (
            <button
              key={name}
              type="button"
              className="gx-icon-button"
              aria-label={name}
              title={name}
              aria-pressed={name === value}
              onClick={() => choose(name)}
            >
              <Icon name={name} />
            </button>
          ))}
        </div>
      }
    >
      <Button
        icon={<Icon name={value} />}
        aria-label={t('objects.chooseIcon', { name: value })}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
      />
    </Popover>
  );
}
