import { IconBraces, IconDatabase, IconFileCode, IconTerminal2 } from '@tabler/icons-react';
import type { ActionKind } from '#contract/action.ts';
import { text } from './text.ts';

export const KIND_ICONS = {
  command: IconTerminal2,
  script: IconFileCode,
  sql: IconDatabase,
  function: IconBraces,
} satisfies Record<ActionKind, unknown>;

/** What a job does, as an icon; unnamed (`label` null) where the words stand beside it. */
export function KindIcon({ kind, size = 16, label }: { kind: ActionKind; size?: number; label?: null }) {
  const Icon = KIND_ICONS[kind];
  const naming = label === null ? { 'aria-hidden': true } : { role: 'img', 'aria-label': text.kind[kind] };
  return <Icon size={size} stroke={1.4} color="var(--bf-text-3)" style={{ flex: 'none' }} {...naming} />;
}
