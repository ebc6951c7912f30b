import './exchange.css';
import { Dialog } from '../ui/Dialog.tsx';
import { FileButton } from './FileButton.tsx';
import { FoundHere } from './FoundHere.tsx';
import { text } from './text.ts';
import { useImport } from './use-import.tsx';

const WIDTH = 620;

/** Where jobs can be imported from; what is chosen is looked at in a dialog of its own, which then takes over. */
export function ImportChooser({ onClose }: { onClose: () => void }) {
  const { review, dialog } = useImport(onClose);
  return (
    <>
      <Dialog opened={dialog === null} title={text.importJobs} size={WIDTH} closable onClose={onClose}>
        <p className="bf-ask">{text.importLead}</p>
        <FileButton onRead={review} />
        <FoundHere review={review} />
      </Dialog>
      {dialog}
    </>
  );
}
