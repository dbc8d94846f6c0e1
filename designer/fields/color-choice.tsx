import { Popover } from 'antd';
import { type CSSProperties, useState } from 'react';
import { colorOf } from '../../runtime-ui/values/colors.ts';
import { COLORS } from '../draft/options.ts';
import { useTexts } from '../i18n/index.ts';

const swatch = (color: string | undefined) => ({ '--tag': colorOf(color) }) as CSSProperties;

/** The colour of an option, out of those that can be told apart. */
export function ColorChoice(props: {
  option: string;
  value: string | undefined;
  onChange: (color: string) => void;
}) {
  const { option, value, onChange } = props;
  const { t } = useTexts();
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpen}
      trigger="click"
      content={
        <div className="gd-colors">
          {COLORS.map((color) => (
            <button
              key={color}
              type="button"
              className="gd-color"
              style={swatch(color)}
              aria-label={t(`options.colorName.${color}`)}
              title={t(`options.colorName.${color}`)}
              aria-pressed={color === value}
              onClick={() => {
                onChange(color);
                setOpen(false);
              }}
            />
          ))}
        </div>
      }
    >
      <button
        type="button"
        className="gd-color"
        style={swatch(value)}
        aria-label={t('options.color', { option })}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
      />
    </Popover>
  );
}
