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
