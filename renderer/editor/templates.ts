import type { ActionKind } from '#contract/action.ts';
import type { Form } from './form.ts';
import { templateText } from './sample-text.ts';
import { emptyTrigger } from './trigger-form.ts';

export type TemplateName = keyof typeof templateText;

/** A job to start from, whole enough to be understood and changed. */
interface Template {
  kind: ActionKind;
  /** In words, as a person would type it. */
  schedule: string;
  fields: (blank: Form, onWindows: boolean) => Partial<Form>;
}

const copy = (onWindows: boolean) =>
  onWindows
    ? 'robocopy "%USERPROFILE%\\Documents" "%USERPROFILE%\\Backups\\Documents" /MIR'
    : 'mkdir -p ~/Backups && rsync -a --delete ~/Documents/ ~/Backups/Documents/';

export const TEMPLATES: Record<TemplateName, Template> = {
  backup: {
    kind: 'command',
    schedule: 'every day at 2:30',
    fields: (_, onWindows) => ({ line: copy(onWindows) }),
  },
  website: {
    kind: 'http',
    schedule: 'every 10 minutes',
    fields: ({ http, notifications }) => ({
      http: { ...http, url: 'https://example.com' },
      notifications: { ...notifications, onRecovery: true },
    }),
  },
  report: {
    kind: 'email',
    schedule: 'every Friday at 15:00',
    fields: ({ email }) => ({ email: { ...email, ...templateText.report.mail } }),
  },
  hello: {
    kind: 'command',
    schedule: 'every minute',
    fields: () => ({ line: templateText.hello.line }),
  },
};

const isTemplate = (name: string | null): name is TemplateName => name !== null && Object.hasOwn(TEMPLATES, name);

/** The fields of a new job after a template of that name; null when there is none. */
export function formAfter(name: string | null, blank: Form, onWindows: boolean): Form | null {
  if (!isTemplate(name)) return null;
  const { kind, schedule, fields } = TEMPLATES[name];
  return {
    ...{ ...blank, kind, name: templateText[name].name },
    triggers: [{ ...emptyTrigger(), text: schedule }],
    ...fields(blank, onWindows),
  };
}
