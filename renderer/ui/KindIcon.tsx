import { IconBraces, IconTerminal2 } from '@tabler/icons-react';
import type { ActionKind } from '#contract/action.ts';
import { text } from './text.ts';

const ICONS = { command: IconTerminal2, function: IconBraces } satisfies Record<ActionKind, unknown>;

/** What a job does, as an icon; unnamed (`label` null) where the words stand beside it. */
export function KindIcon({ kind, size = 16, label }: { kind: ActionKind; size?: number; label?: null }) {
  const Icon = ICONS[kind];
  const naming = label === null ? { 'aria-hidden': true } : { role: 'img', 'aria-label': text.kind[kind] };
  return <Icon size={size} stroke={1.4} color="var(--bf-text-3)" style={{ flex: 'none' }} {...naming} />;
}
