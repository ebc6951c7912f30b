import { IconX } from '@tabler/icons-react';
import { Button, IconButton } from './Button.tsx';
import { StatusMark } from './StatusMark.tsx';
import { text } from './text.ts';
import { dismiss, useToasts } from './toasts.ts';
import styles from './ui.module.css';

/** Messages at the foot of the window; refusals interrupt a screen reader, notes wait. */
export function Toaster() {
  const toasts = useToasts();
  return (
    <section className={styles.toaster} aria-label={text.messages}>
      {toasts.map((one) => (
        <div key={one.id} className={styles.toast} role={one.tone === 'refusal' ? 'alert' : 'status'}>
          <StatusMark mark={one.tone === 'refusal' ? 'failed' : 'succeeded'} label={null} />
          <div className={styles.toastText}>
            <strong>{one.title}</strong>
            {one.detail && <span>{one.detail}</span>}
          </div>
          {one.action && (
            <Button
              small
              onClick={() => {
                one.action?.run();
                dismiss(one.id);
              }}
            >
              {one.action.label}
            </Button>
          )}
          <IconButton label={text.dismiss} onClick={() => dismiss(one.id)}>
            <IconX size={14} stroke={1.5} />
          </IconButton>
        </div>
      ))}
    </section>
  );
}
