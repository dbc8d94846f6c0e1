import { Drawer } from 'antd';
import type { ReactNode } from 'react';

/** Beside the page: what is asked about one thing, and at its foot what becomes of the answers. */
export function Panel(props: {
  title: string;
  /** CSS pixels, where the screen has them */
  width?: number;
  footer?: ReactNode;
  onClose: () => void;
  onOpen?: () => void;
  children: ReactNode;
}) {
  const { title, width = 640, footer, onClose, onOpen, children } = props;
  return (
    <Drawer
      open
      onClose={onClose}
      title={title}
      size={`min(${width}px, 100vw)`}
      mask={{ closable: false }}
      className="gd-panel"
      // the drawer takes the focus itself when it opens; what is typed first comes after it
      afterOpenChange={(isOpen) => isOpen && onOpen?.()}
      footer={footer && <div className="gd-foot">{footer}</div>}
    >
      {children}
    </Drawer>
  );
}
