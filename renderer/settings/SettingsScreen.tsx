import './settings.css';
import { useState } from 'react';
import { Link, useSearch } from 'wouter';
import type { Settings } from '#contract/settings.ts';
import { Screen } from '../shell/Screen.tsx';
import { useSettings } from '../state/queries.ts';
import { Button } from '../ui/Button.tsx';
import { Failure } from '../ui/Failure.tsx';
import { SearchField } from '../ui/SearchField.tsx';
import { Group } from './Setting.tsx';
import { SoughtContext } from './search.ts';
import { type CategoryId, categories, sections, sectionsWith } from './sections.tsx';
import { text } from './text.ts';

/** Every change is saved as it is made. */
export function SettingsScreen({ category }: { category: string | undefined }) {
  const { data, error, refetch } = useSettings();
  const [find, setFind] = useState('');
  const at = new URLSearchParams(useSearch()).get('at');
  const here = categories.find(({ id }) => id === category)?.id ?? 'general';
  return (
    <Screen
      title={text.title}
      actions={<SearchField label={text.find} value={find} onChange={setFind} width={230} />}
      footRight={text.savedNote}
    >
      {error && !data && <Failure what={text.notRead} error={error} onAgain={() => void refetch()} />}
      <div className="settings-page">
        <Categories here={find === '' ? here : null} onPick={() => setFind('')} />
        {/* Where nothing in it takes the focus, arrows must still scroll it. */}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above. */}
        <div className="scroll" tabIndex={0}>
          {data &&
            (find.trim() === '' ? (
              <Category id={here} at={at} values={data} />
            ) : (
              <Found find={find} values={data} onClear={() => setFind('')} />
            ))}
        </div>
      </div>
    </Screen>
  );
}

function Categories({ here, onPick }: { here: CategoryId | null; onPick: () => void }) {
  return (
    <nav className="categories" aria-label={text.title}>
      {categories.map(({ id, label, icon: Icon }) => (
        <Link
          key={id}
          href={`/settings/${id}`}
          replace
          aria-current={id === here ? 'page' : undefined}
          onClick={onPick}
        >
          <Icon size={16} stroke={1.5} aria-hidden />
          {label}
        </Link>
      ))}
    </nav>
  );
}

function Category({ id, at, values }: { id: CategoryId; at: string | null; values: Settings }) {
  return (
    <SoughtContext value={{ find: '', at }}>
      <div className="settings">
        {sections
          .filter(({ category }) => category === id)
          .map(({ title, component: Part }) => (
            <Group key={title} title={title}>
              <Part values={values} />
            </Group>
          ))}
      </div>
    </SoughtContext>
  );
}

/** Over all categories: whole sections that are meant, and single rows of others. */
function Found({ find, values, onClear }: { find: string; values: Settings; onClear: () => void }) {
  const found = sectionsWith(find);
  if (found.length === 0) {
    return (
      <p className="empty" role="status">
        {text.noMatch(find.trim())}{' '}
        <Button small onClick={onClear}>
          {text.clear}
        </Button>
      </p>
    );
  }
  return (
    <div className="settings">
      {found.map(({ section: { category, title, component: Part }, whole }) => (
        <SoughtContext key={`${category} ${title}`} value={{ find: whole ? '' : find, at: null }}>
          <Group title={text.inCategory(text.category[category], title)}>
            <Part values={values} />
          </Group>
        </SoughtContext>
      ))}
    </div>
  );
}
