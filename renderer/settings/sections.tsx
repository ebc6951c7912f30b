import {
  type Icon,
  IconBell,
  IconHistory,
  IconInfoCircle,
  IconKey,
  IconKeyboard,
  IconPalette,
  IconPower,
  IconRefresh,
  IconSunOff,
  IconTerminal2,
  IconVariable,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { Settings } from '#contract/settings.ts';
import { ImportExport } from '../exchange/ImportExport.tsx';
import { text as exchangeText } from '../exchange/text.ts';
import { KeyList } from '../keys/KeyList.tsx';
import { keyTable } from '../keys/table.ts';
import type { SettingPlace } from '../palette/find.ts';
import { About } from './About.tsx';
import { Look, Times } from './Appearance.tsx';
import { Backup } from './Backup.tsx';
import { Ringing } from './General.tsx';
import { backupText, secretText } from './kept-text.ts';
import { MailAccountSection } from './MailAccount.tsx';
import { Notifications } from './Notifications.tsx';
import { Output } from './Output.tsx';
import { Power } from './Power.tsx';
import { Retention } from './Retention.tsx';
import { Secrets } from './Secrets.tsx';
import { holds } from './search.ts';
import { Clock, QuietHours, Sleep } from './Time.tsx';
import { retentionText, text } from './text.ts';
import { UserEnvironment } from './UserEnvironment.tsx';
import { Variables } from './Variables.tsx';

export type CategoryId = keyof typeof text.category;

const ICONS: Record<CategoryId, Icon> = {
  general: IconPower,
  time: IconSunOff,
  notifications: IconBell,
  variables: IconVariable,
  secrets: IconKey,
  shells: IconTerminal2,
  history: IconHistory,
  appearance: IconPalette,
  shortcuts: IconKeyboard,
  backup: IconRefresh,
  about: IconInfoCircle,
};

/** A part of the settings that stands by itself. */
export interface Section {
  category: CategoryId;
  title: string;
  /** Names of the settings in it, as its Setting rows have them: what the search and the palette find. */
  settings: readonly string[];
  /** Further words that find the whole section. */
  words?: string;
  component: ComponentType<{ values: Settings }>;
}

/** All sections, in order. A new one is one line here. */
export const sections: readonly Section[] = [
  {
    category: 'general',
    title: text.ringing,
    settings: [text.startWithComputer, text.scheduler, text.concurrency],
    component: Ringing,
  },
  {
    category: 'time',
    title: text.sleep,
    settings: [text.missed, text.wakeWait, text.grace, text.keepAwake],
    component: Sleep,
  },
  {
    category: 'time',
    title: text.time,
    settings: [text.zone, text.repeat, text.gap, text.jump],
    component: Clock,
  },
  {
    category: 'time',
    title: text.power,
    settings: [text.onBattery, text.onMetered, text.late],
    words: text.powerWords,
    component: Power,
  },
  { category: 'time', title: text.quietTitle, settings: [text.quiet], component: QuietHours },
  {
    category: 'notifications',
    title: text.notices.title,
    settings: [text.notices.desktop, text.notices.email.label, text.notices.webhooks.label],
    words: 'notifications alerts',
    component: Notifications,
  },
  {
    category: 'notifications',
    title: text.mail.title,
    settings: [],
    words: [text.mail.none, text.mail.host, text.mail.signIn, text.mail.from, 'smtp e-mail'].join('\n'),
    component: MailAccountSection,
  },
  {
    category: 'variables',
    title: text.variables.title,
    settings: [],
    words: 'environment PATH proxy',
    component: Variables,
  },
  { category: 'secrets', title: secretText.title, settings: [], words: secretText.keeper, component: Secrets },
  {
    category: 'shells',
    title: text.category.shells,
    settings: [text.environment],
    words: 'PATH variables login shell',
    component: UserEnvironment,
  },
  { category: 'history', title: text.output, settings: [text.cap], component: Output },
  { category: 'history', title: retentionText.title, settings: retentionText.settings, component: Retention },
  { category: 'appearance', title: text.look, settings: [text.theme, text.zoom], component: Look },
  { category: 'appearance', title: text.times, settings: [text.hourCycle, text.firstDay], component: Times },
  {
    category: 'shortcuts',
    title: text.shortcuts,
    settings: [],
    words: keyTable.map(({ label }) => label).join('\n'),
    component: () => <KeyList />,
  },
  {
    category: 'backup',
    title: backupText.title,
    settings: [],
    words: [backupText.daily, backupText.keep, backupText.folder, backupText.restore].join('\n'),
    component: Backup,
  },
  {
    category: 'backup',
    title: exchangeText.section,
    settings: [exchangeText.importTitle, exchangeText.exportTitle],
    words: 'crontab systemd launchd task scheduler kubernetes',
    component: ImportExport,
  },
  {
    category: 'about',
    title: text.about,
    settings: [text.version, text.updates, text.updateMode, text.runtime, text.system, text.folder, text.report],
    component: About,
  },
];

/** Categories that have sections, in the order of the catalogue. */
export const categories: readonly { id: CategoryId; label: string; icon: Icon }[] = (Object.keys(ICONS) as CategoryId[])
  .filter((id) => sections.some(({ category }) => category === id))
  .map((id) => ({ id, label: text.category[id], icon: ICONS[id] }));

/** Every setting with its place, for the palette; a section that does not name its settings stands for them. */
export const settingPlaces: readonly SettingPlace[] = sections.flatMap(({ category, title, settings }) =>
  (settings.length > 0 ? settings : [title]).map((label) => ({
    ...{ label, category: text.category[category] },
    path: `/settings/${category}?at=${encodeURIComponent(label)}`,
  })),
);

/** Sections with something that is looked for; `whole` where the section itself is meant, and not some of its rows. */
export function sectionsWith(find: string): { section: Section; whole: boolean }[] {
  return sections.flatMap((section) => {
    const { category, title, words, settings } = section;
    const whole = holds(find, text.category[category], title) || holds(find, words);
    return whole || settings.some((label) => holds(find, label, text.notes[label])) ? [{ section, whole }] : [];
  });
}
