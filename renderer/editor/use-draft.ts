import { useEffect, useRef, useState } from 'react';
import { ask } from '../api.ts';
import { type Draft, dropDraft, keepDraft, latestDraft } from './drafts.ts';
import type { Form } from './form.ts';
import { refusals } from './refusal-text.ts';

const PAUSE_MS = 250;

/**
 * Keeps what is typed until it is saved or discarded, so that closing the window or quitting loses nothing, and offers
 * what an earlier time left. `job` null = a new one.
 */
export function useDraft(job: number | null, form: Form, dirty: boolean) {
  const [offer, setOffer] = useState(() => latestDraft(job));
  const id = useRef(crypto.randomUUID() as string);
  const unkept = useRef<(() => void) | null>(null);
  const gone = useRef(false);
  useEffect(() => {
    if (gone.current) return;
    if (!dirty) {
      unkept.current = null;
      dropDraft(id.current);
      return;
    }
    unkept.current = () => {
      unkept.current = null;
      keepDraft({ id: id.current, job, at: Date.now(), form });
      // Without it, what was typed in the last seconds would be lost with a process that is killed.
      void ask('window.control', { action: 'keep' }).catch((error) => console.error(refusals.draftNotKept, error));
    };
    const timer = setTimeout(() => unkept.current?.(), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [job, form, dirty]);
  useEffect(() => {
    const flush = () => unkept.current?.();
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, []);
  /** What was typed is saved, or not wanted. */
  const forget = () => {
    gone.current = true;
    unkept.current = null;
    dropDraft(id.current);
  };
  /** Takes the draft that was offered: from now on it is the one being typed. */
  const take = (): Draft | null => {
    if (offer) id.current = offer.id;
    setOffer(null);
    return offer;
  };
  const refuse = () => {
    if (offer) dropDraft(offer.id);
    const next = latestDraft(job);
    setOffer(next?.id === id.current ? null : next);
  };
  return { offer, take, refuse, forget };
}
