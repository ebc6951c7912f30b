import { IconBraces, IconDatabase, IconFileCode, IconMail, IconTerminal2, IconWorld } from '@tabler/icons-react';
import type { ActionKind } from '#contract/action.ts';
import { text } from './text.ts';

const ICONS = {
  command: IconTerminal2,
  script: IconFileCode,
  http: IconWorld,
  email: IconMail,
  sql: IconDatabase,
  function: IconBraces,
} satisfies Record<ActionKind, unknown>;

interface Props {
  kind: ActionKind;
  size?: number;
  label?: null;
  color?: string;
}

/** What a job does, as an icon; unnamed (`label` null) where the words stand beside it. */
export function KindIcon({ kind, size = 16, label, color = 'var(--bf-text-3)' }: Props) {
  const Icon = ICONS[kind];
  const naming = label === null ? { 'aria-hidden': true } : { role: 'img', 'aria-label': text.kind[kind] };
  return <Icon size={size} stroke={1.4} color={color} style={{ flex: 'none' }} {...naming} />;
}
