/** What empty fields show as samples. */
export const samples = {
  attachment: '~/reports/today.pdf',
  variable: 'NAME',
  value: 'value',
  url: 'https://example.com/health',
  header: 'Accept',
  headerValue: 'application/json',
  statuses: '2xx',
};

/** Jobs to start from, and what each is good for. */
export const templateText = {
  backup: { name: 'Back up a folder', note: 'rsync, nightly, catches up after sleep' },
  website: { name: 'Watch a website', note: 'HTTP check every 10 minutes, tells you when it fails' },
  report: {
    name: 'Send a weekly report',
    note: 'E-mail on Fridays, with a file attached',
    mail: {
      to: 'you@example.com',
      subject: 'Weekly report',
      text: 'The report of this week is attached.',
      attachments: '~/reports/week.pdf',
    },
  },
  hello: {
    name: 'Print hello',
    note: 'One line of output every minute, to see how it works',
    line: 'echo Hello from Belfry',
  },
};
