import './editor.css';
import { IconChevronRight } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import type { JobSummary } from '#contract/job.ts';
import { Screen } from '../shell/Screen.tsx';
import { navigate } from '../state/navigation.ts';
import { useJobs, useScheduler } from '../state/queries.ts';
import { Ask } from '../ui/Ask.tsx';
import { Button } from '../ui/Button.tsx';
import { useKeys } from '../ui/keys.ts';
import { NextOccurrences } from '../ui/NextOccurrences.tsx';
import { ActionFields } from './ActionFields.tsx';
import { ConditionFields } from './ConditionFields.tsx';
import { EnvironmentFields } from './EnvironmentFields.tsx';
import { Row, TextInput } from './fields.tsx';
import { type Form, problemAt, scheduleOf, trialOf } from './form.ts';
import { NotifyFields } from './NotifyFields.tsx';
import { RuleFields } from './RuleFields.tsx';
import { TestRun } from './TestRun.tsx';
import { TriggerFields } from './TriggerFields.tsx';
import { text } from './text.ts';
import { useEditing } from './use-editing.ts';
import { useLeaving } from './use-leaving.ts';

/** Makes a job (`id` null) or changes one. */
export function EditorScreen({ id }: { id: number | null }) {
  const { data: jobs } = useJobs();
  const job = id === null ? null : jobs?.find((one) => one.id === id);
  if (!jobs) return <Screen title={text.jobs}>{null}</Screen>;
  if (job === undefined) return <Gone />;
  return <EditorForm job={job} />;
}

function Gone() {
  return (
    <Screen title={text.jobs}>
      <p className="scroll empty">
        {text.gone} <Link href="/jobs">{text.toJobs}</Link>
      </p>
    </Screen>
  );
}

function EditorForm({ job }: { job: JobSummary | null }) {
  const editing = useEditing(job);
  const { form, set, error, dirty } = editing;
  const [lost, setLost] = useState<ReadonlySet<number>>(new Set());
  const leaving = useLeaving(dirty);
  const { data: status } = useScheduler();
  const blocked = form.triggers.some(({ key }) => lost.has(key));
  const cancel = () => navigate(job ? `/jobs/${job.id}` : '/jobs');
  const save = () => {
    if (!blocked) void editing.save();
  };
  useKeys({ 'mod+s': save, escape: cancel });
  const mark = (key: number, understood: boolean) =>
    setLost((known) =>
      known.has(key) === !understood
        ? known
        : new Set(understood ? [...known].filter((one) => one !== key) : [...known, key]),
    );
  return (
    <Screen
      title={<Crumbs job={job} form={form} />}
      aside={dirty && <span className="unsaved">{text.unsaved}</span>}
      actions={<Answers blocked={blocked || editing.saving} onCancel={cancel} onSave={save} />}
      footRight={blocked ? <span className="fail">{text.saveOff}</span> : text.savesNote}
    >
      <div className="page">
        <div className="scroll editor">
          {editing.general && (
            <p className="problem editor-general" role="alert">
              {editing.general}
            </p>
          )}
          <NameFields form={form} set={set} error={error} isNew={job === null} />
          <ActionFields form={form} set={set} error={error} />
          <TriggerFields form={form} set={set} error={error} self={job?.id ?? null} onUnderstood={mark} />
          <RuleFields form={form} set={set} error={error} zone={status?.zone ?? ''} />
          <ConditionFields form={form} set={set} error={error} />
          <EnvironmentFields rows={form.environment} onRows={(environment) => set({ environment })} error={error} />
          <NotifyFields form={form} set={set} error={error} />
        </div>
        <div className="beside">
          <Preview form={form} lost={lost} dirty={dirty} />
          <TestRun trial={() => trialOf(form)} onRefused={editing.refuse} />
        </div>
      </div>
      {leaving.asked && (
        <Ask
          title={text.question}
          detail={text.questionDetail}
          keep={text.keep}
          go={text.discard}
          onKeep={leaving.keep}
          onGo={leaving.discard}
        />
      )}
    </Screen>
  );
}

type EditingProps = Pick<ReturnType<typeof useEditing>, 'form' | 'set' | 'error'>;

function NameFields({ form, set, error, isNew }: EditingProps & { isNew: boolean }) {
  return (
    <Row label={text.name}>
      <div className="name-line">
        <TextInput
          label={text.name}
          autoFocus={isNew}
          maxLength={1000}
          value={form.name}
          problem={problemAt(error, 'name')}
          onText={(name) => set({ name })}
        />
        <TextInput
          label={text.tags}
          placeholder={text.tagsHint}
          value={form.tags}
          problem={problemAt(error, 'tags')}
          onText={(tags) => set({ tags })}
        />
      </div>
      <TextInput
        label={text.description}
        placeholder={text.description}
        value={form.description}
        problem={problemAt(error, 'description')}
        onText={(description) => set({ description })}
      />
    </Row>
  );
}

function Crumbs({ job, form }: { job: JobSummary | null; form: Form }) {
  return (
    <span className="crumbs">
      <Link href="/jobs" className="crumb">
        {text.jobs}
      </Link>
      <IconChevronRight size={15} stroke={1.5} className="meta" aria-hidden />
      <span className="cut">{form.name.trim() || (job?.name ?? text.newJob)}</span>
    </span>
  );
}

function Answers(props: { blocked: boolean; onCancel: () => void; onSave: () => void }) {
  return (
    <>
      <Button look="quiet" keys="Esc" onClick={props.onCancel}>
        {text.cancel}
      </Button>
      <Button look="primary" keys="Mod S" disabled={props.blocked} onClick={props.onSave}>
        {text.save}
      </Button>
    </>
  );
}

const PREVIEW = 5;

/** The runs to come, from what is typed; a field that is not understood says so itself. */
function Preview({ form, lost, dirty }: { form: Form; lost: ReadonlySet<number>; dirty: boolean }) {
  const { triggers } = form;
  const specs = useMemo(
    () =>
      triggers
        .filter(({ key, event }) => !lost.has(key) && event === null)
        .map(scheduleOf)
        .filter((schedule) => schedule !== ''),
    [triggers, lost],
  );
  return (
    <aside className="preview" aria-label={text.nextRuns(PREVIEW)}>
      <h2 className="section-title">
        {text.nextRuns(PREVIEW)}
        <span className="aside">{dirty ? text.asTyped : text.saved}</span>
      </h2>
      {specs.length === 0 ? (
        <p className="meta">{triggers.some(({ event }) => event) ? text.noClock : text.noNext}</p>
      ) : (
        <NextOccurrences specs={specs} zone={form.zone || null} policy={form.policy} count={PREVIEW} />
      )}
    </aside>
  );
}
