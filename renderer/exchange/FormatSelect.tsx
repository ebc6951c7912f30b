import { type ExchangeFormat, exchangeFormat } from '#contract/exchange.ts';
import { Select } from '../ui/Select.tsx';
import { text } from './text.ts';

const FORMATS = exchangeFormat.options.map((format) => [format, text.format[format]] as const);

/** Whose way of writing jobs an export takes. */
export function FormatSelect(props: { value: ExchangeFormat; onChange: (format: ExchangeFormat) => void }) {
  return <Select label={text.exportAs} options={FORMATS} {...props} />;
}
