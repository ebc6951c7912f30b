import './editor.css';
import { IconChevronRight } from '@tabler/icons-react';
import { useMemo, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { JobSummary } from '#contract/job.ts';
import { Screen } from '../shell/Screen.tsx';
import { restoreJob } from '../state/actions.ts';
import { navigate } from '../state/navigation.ts';
import { useJobs } from '../state/queries.ts';
import { Ask } from '../ui/Ask.tsx';
import { Button } from '../ui/Button.tsx';
import { Failure } from '../ui/Failure.tsx';
import { useKeys } from '../ui/keys.ts';
import { SkeletonRows } from '../ui/Skeleton.tsx';
import { ActionFields } from './ActionFields.tsx';
import { DraftOffer } from './DraftOffer.tsx';
import { EnvironmentFields } from './EnvironmentFields.tsx';
import { Row, TextArea, TextInput } from './fields.tsx';
import { type Form, problemAt, trialOf } from './form.ts';
import type { RulePlace } from './MoreRules.tsx';
import { NotifyFields } from './NotifyFields.tsx';
import { Preview } from './Preview.tsx';
import { RuleFields } from './RuleFields.tsx';
import { TagsField } from './TagsField.tsx';
import { TestRun } from './TestRun.tsx';
import type { Verdict } from './TriggerField.tsx';
import { TriggerFields } from './TriggerFields.tsx';
import { text } from './text.ts';
import { useDraft } from './use-draft.ts';
import { useEditing } from './use-editing.ts';
import { useLeaving } from './use-leaving.ts';
import { useRefusal } from './use-refusal.ts';

/** Makes a job (`id` null) or changes one. */
export function EditorScreen({ id }: { id: number | null }) {
  const { data: jobs, error, refetch } = useJobs();
  const job = id === null ? null : jobs?.find((one) => one.id === id);
  // What one edits stays, whatever becomes of the job meanwhile.
  const opened = useRef(job);
  opened.current ??= job;
  if (!jobs)
    return (
      <Screen title={text.jobs}>
        {error ? (
          <Failure what={text.notRead} error={error} onAgain={() => void refetch()} />
        ) : (
          <SkeletonRows rows={8} height={54} />
        )}
      </Screen>
    );
  if (opened.current === undefined) return <Gone id={id as number} />;
  return <EditorForm job={opened.current} isGone={job === undefined} />;
}

/** A job that is not there: deleted, or an old link. */
function Gone({ id }: { id: number }) {
  return (
    <Screen title={text.jobs}>
      <p className="scroll empty">
        {text.gone} <Link href="/jobs">{text.toJobs}</Link>{' '}
        <Button small onClick={() => void restoreJob({ id, name: text.theJob })}>
          {text.takeBack}
        </Button>
      </p>
    </Screen>
  );
}

function EditorForm({ job, isGone }: { job: JobSummary | null; isGone: boolean }) {
  const editing = useEditing(job);
  const { form, set, error, dirty } = editing;
  const draft = useDraft(job?.id ?? null, form, dirty);
  const { lost, tell } = useLost(form);
  const [place, setPlace] = useState<RulePlace | null>(placeOf);
  const leaving = useLeaving(dirty);
  const fields = useRef<HTMLDivElement>(null);
  const unplaced = useRefusal(editing.failure, fields);
  const cancel = () => navigate(job ? `/jobs/${job.id}` : '/jobs');
  const save = () => {
    if (lost.size === 0 && !editing.saving) void editing.save(draft.forget);
  };
  useKeys({ 'mod+s': save, escape: cancel });
  const resume = () => {
    const kept = draft.take();
    if (kept) editing.restore(kept.form);
  };
  const discard = () => {
    draft.forget();
    leaving.discard();
  };
  const shared = { form, set, error };
  return (
    <Screen
      title={<Crumbs job={job} form={form} />}
      aside={dirty && lost.size === 0 && <span className="unsaved">{text.unsaved}</span>}
      actions={<Answers unfinished={lost.size > 0} saving={editing.saving} onCancel={cancel} onSave={save} />}
      footRight={text.savesNote}
    >
      <div className="page">
        <div ref={fields} className="scroll editor">
          {isGone && job && (
            <p className="draft-offer" role="alert">
              <span>{text.goneMeanwhile}</span>
              <Button small onClick={() => void restoreJob(job)}>
                {text.takeBack}
              </Button>
            </p>
          )}
          {draft.offer && <DraftOffer draft={draft.offer} onContinue={resume} onDiscard={draft.refuse} />}
          {unplaced && (
            <p className="problem editor-general" role="alert">
              {editing.failure?.message}
            </p>
          )}
          <NameFields {...shared} isNew={job === null} />
          <ActionFields {...shared} />
          <TriggerFields {...shared} self={job?.id ?? null} onVerdict={tell} />
          <RuleFields {...shared} place={place} />
          <EnvironmentFields rows={form.environment} onRows={(environment) => set({ environment })} error={error} />
          <NotifyFields {...shared} />
          <Row label={text.description} ruled>
            <TextArea
              label={text.description}
              placeholder={text.descriptionHint}
              dir="auto"
              rows={Math.min(8, Math.max(2, form.description.split('\n').length))}
              value={form.description}
              problem={problemAt(error, 'description')}
              onText={(description) => set({ description })}
            />
          </Row>
        </div>
        <div className="beside">
          <Preview
            {...{ job: editing.job, form, lost, dirty }}
            onRule={(name) => setPlace((known) => ({ name, turn: (known?.turn ?? 0) + 1 }))}
          />
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
          onGo={discard}
        />
      )}
    </Screen>
  );
}

/** A rule that an address such as `/jobs/7/edit#repeat` opens the editor at. */
function placeOf(): RulePlace | null {
  const name = location.hash.slice(1);
  return name === 'gap' || name === 'repeat' ? { name, turn: 1 } : null;
}

/** Which schedules are not understood, by key, each with what was likely meant. */
function useLost({ triggers }: Form) {
  const [told, setTold] = useState<ReadonlyMap<number, string | null>>(new Map());
  const tell = (key: number, verdict: Verdict) =>
    setTold((known) => {
      const next = new Map(known);
      if (verdict.lost) next.set(key, verdict.suggested);
      else next.delete(key);
      return next;
    });
  // A trigger that was taken away is waited for no more.
  const lost = useMemo(
    () => new Map([...told].filter(([key]) => triggers.some((one) => one.key === key))),
    [told, triggers],
  );
  return { lost, tell };
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
          dir="auto"
          value={form.name}
          problem={problemAt(error, 'name')}
          onText={(name) => set({ name })}
        />
        <TagsField value={form.tags} problem={problemAt(error, 'tags')} onText={(tags) => set({ tags })} />
      </div>
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

interface AnswersProps {
  unfinished: boolean;
  saving: boolean;
  onCancel: () => void;
  onSave: () => void;
}

function Answers({ unfinished, saving, onCancel, onSave }: AnswersProps) {
  return (
    <>
      {unfinished && <span className="unfinished">{text.unfinished}</span>}
      <Button look="quiet" keys="Esc" onClick={onCancel}>
        {text.cancel}
      </Button>
      <Button
        look="primary"
        keys="Mod S"
        disabled={unfinished || saving}
        title={unfinished ? text.saveOff : undefined}
        onClick={onSave}
      >
        {text.save}
      </Button>
    </>
  );
}
