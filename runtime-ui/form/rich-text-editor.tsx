import {
  BoldOutlined,
  CodeOutlined,
  ItalicOutlined,
  LinkOutlined,
  OrderedListOutlined,
  RedoOutlined,
  StrikethroughOutlined,
  UnderlineOutlined,
  UndoOutlined,
  UnorderedListOutlined,
} from '@ant-design/icons';
import { type Editor, EditorContent, useEditor, useEditorState } from '@tiptap/react';
import StarterKit from '@tiptap/starter-kit';
import { Button, Input, Popover } from 'antd';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTexts } from '../i18n/index.ts';
import './rich-text.css';
import '../i18n/parts.ts';

/** One button of the toolbar. */
interface Tool {
  readonly name: string;
  readonly label: string;
  readonly icon: ReactNode;
  readonly isOn?: boolean;
  readonly isOff?: boolean;
  readonly run: () => void;
}

const HEADINGS = [1, 2, 3] as const;

function toolsOf(editor: Editor, t: ReturnType<typeof useTexts>['t']): Tool[] {
  const run = (change: (chain: ReturnType<Editor['chain']>) => { run(): boolean }) => () =>
    void change(editor.chain().focus()).run();
  const mark = (name: 'bold' | 'italic' | 'underline' | 'strike' | 'code', icon: ReactNode): Tool => ({
    name,
    label: t(`richText.${name}`),
    icon,
    isOn: editor.isActive(name),
    run: run((chain) => chain.toggleMark(name)),
  });
  return [
    ...HEADINGS.map(
      (level): Tool => ({
        name: `heading-${level}`,
        label: t('richText.heading', { level }),
        icon: <span className="gx-heading-mark" data-level={level} />,
        isOn: editor.isActive('heading', { level }),
        run: run((chain) => chain.toggleHeading({ level })),
      }),
    ),
    mark('bold', <BoldOutlined />),
    mark('italic', <ItalicOutlined />),
    mark('underline', <UnderlineOutlined />),
    mark('strike', <StrikethroughOutlined />),
    mark('code', <CodeOutlined />),
    {
      name: 'bullets',
      label: t('richText.bullets'),
      icon: <UnorderedListOutlined />,
      isOn: editor.isActive('bulletList'),
      run: run((chain) => chain.toggleBulletList()),
    },
    {
      name: 'numbers',
      label: t('richText.numbers'),
      icon: <OrderedListOutlined />,
      isOn: editor.isActive('orderedList'),
      run: run((chain) => chain.toggleOrderedList()),
    },
    {
      name: 'quote',
      label: t('richText.quote'),
      icon: <span aria-hidden="true">”</span>,
      isOn: editor.isActive('blockquote'),
      run: run((chain) => chain.toggleBlockquote()),
    },
    {
      name: 'undo',
      label: t('richText.undo'),
      icon: <UndoOutlined />,
      isOff: !editor.can().undo(),
      run: run((chain) => chain.undo()),
    },
    {
      name: 'redo',
      label: t('richText.redo'),
      icon: <RedoOutlined />,
      isOff: !editor.can().redo(),
      run: run((chain) => chain.redo()),
    },
  ];
}

/** Asks for an address; empty takes the link away. */
function LinkTool({ editor, tabIndex }: { editor: Editor; tabIndex: number }) {
  const { t } = useTexts();
  const [isOpen, setOpen] = useState(false);
  const [address, setAddress] = useState('');
  const open = (shown: boolean) => {
    if (shown) setAddress(String(editor.getAttributes('link').href ?? ''));
    setOpen(shown);
  };
  const apply = () => {
    const href = address.trim();
    const chain = editor.chain().focus().extendMarkRange('link');
    const full = /^[a-z]+:/i.test(href) ? href : `https://${href}`;
    if (href === '') chain.unsetLink().run();
    else if (editor.state.selection.empty && !editor.isActive('link')) {
      chain
        .insertContent({ type: 'text', text: href, marks: [{ type: 'link', attrs: { href: full } }] })
        .run();
    } else chain.setLink({ href: full }).run();
    setOpen(false);
  };
  const form = (
    <div className="gx-link-form">
      <Input
        autoFocus
        aria-label={t('richText.address')}
        placeholder="https://"
        value={address}
        onChange={({ target }) => setAddress(target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setOpen(false);
          if (event.key !== 'Enter') return;
          // the form around it is not what Enter means here
          event.preventDefault();
          event.stopPropagation();
          apply();
        }}
      />
      <Button type="primary" onClick={apply}>
        {t('common.ok')}
      </Button>
    </div>
  );
  return (
    <Popover trigger="click" open={isOpen} onOpenChange={open} content={form} destroyOnHidden>
      <Button
        type="text"
        size="small"
        tabIndex={tabIndex}
        icon={<LinkOutlined />}
        aria-label={t('richText.link')}
        aria-pressed={editor.isActive('link')}
        data-tool="link"
      />
    </Popover>
  );
}

/** The buttons are one stop of the Tab key; arrows go from one to the next. */
function Toolbar({ editor, controls }: { editor: Editor; controls: string }) {
  const { t } = useTexts();
  useEditorState({ editor, selector: ({ transactionNumber }) => transactionNumber });
  const bar = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState('heading-1');
  const tools = toolsOf(editor, t);
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined || (event.target as Element).closest('input')) return;
    event.preventDefault();
    const buttons = [...bar.current!.querySelectorAll<HTMLButtonElement>('button[data-tool]:not(:disabled)')];
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    const next = buttons[(at + step + buttons.length) % buttons.length];
    setCurrent(next?.dataset.tool ?? current);
    next?.focus();
  };
  const stop = tools.some(({ name, isOff }) => name === current && isOff) ? 'heading-1' : current;
  return (
    <div
      ref={bar}
      role="toolbar"
      aria-label={t('richText.toolbar')}
      aria-controls={controls}
      onKeyDown={move}
    >
      {tools.map(({ name, label, icon, isOn, isOff, run }) => (
        <Button
          key={name}
          type="text"
          size="small"
          tabIndex={name === stop ? 0 : -1}
          icon={icon}
          title={label}
          aria-label={label}
          aria-pressed={isOn}
          disabled={isOff}
          data-tool={name}
          onFocus={() => setCurrent(name)}
          onClick={run}
        />
      ))}
      <LinkTool editor={editor} tabIndex={stop === 'link' ? 0 : -1} />
    </div>
  );
}

const WEB = /^(?:https?:|mailto:|tel:)/i;

/** An editor of clean HTML. Its styles stand in a sheet of ours: those that it brings would need the page's nonce. */
export default function RichTextEditor(props: {
  id: string;
  html: string;
  isDisabled: boolean;
  isInvalid: boolean;
  isRequired: boolean;
  describedBy: string;
  onChange: (html: string) => void;
  onBlur: () => void;
}) {
  const { id, html, isDisabled, isInvalid, isRequired, describedBy } = props;
  const latest = useRef(props);
  latest.current = props;
  const written = useRef(html);
  const attributes = {
    id,
    role: 'textbox',
    class: 'gx-rich-text',
    'aria-multiline': 'true',
    'aria-labelledby': `${id}__label`,
    'aria-describedby': describedBy,
    ...(isInvalid && { 'aria-invalid': 'true' }),
    ...(isRequired && { 'aria-required': 'true' }),
  };
  const editor = useEditor({
    injectCSS: false,
    content: html,
    editable: !isDisabled,
    extensions: [
      StarterKit.configure({
        heading: { levels: [1, 2, 3, 4] },
        link: {
          openOnClick: false,
          HTMLAttributes: { target: null, rel: null, class: null },
          isAllowedUri: (address) => WEB.test(address ?? ''),
        },
      }),
    ],
    editorProps: { attributes },
    onUpdate: ({ editor: now }) => {
      written.current = now.isEmpty ? '' : now.getHTML();
      latest.current.onChange(written.current);
    },
    onBlur: () => latest.current.onBlur(),
  });
  useEffect(() => {
    if (html === written.current) return;
    written.current = html;
    editor.commands.setContent(html, { emitUpdate: false });
  }, [editor, html]);
  useEffect(() => editor.setEditable(!isDisabled, false), [editor, isDisabled]);
  useEffect(() => editor.setOptions({ editorProps: { attributes } }));
  return (
    <div className={isInvalid ? 'gx-editor gx-editor-wrong' : 'gx-editor'}>
      {!isDisabled && <Toolbar editor={editor} controls={id} />}
      <EditorContent editor={editor} />
    </div>
  );
}
