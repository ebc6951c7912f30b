/** What the editor refuses before it asks, and how to put it right. */
export const refusals = {
  noJob: 'Choose the job to come after.',
  noPaths: 'Name a file, a folder or a pattern.',
  noSettle: 'Write how long files must be still, like 2 seconds.',
  noJson: 'These arguments are no JSON. Write a list like ["text", 5].',
  noList: 'Write the arguments as a list, like ["text", 5].',
  noCodes: 'Write exit codes from 0 to 255, such as 0, 3.',
  draftNotKept: 'This draft could not be kept.',
  noTime: 'Write a time like 30 minutes or 90 s.',
  variableTwice: (name: string) => `${name || 'A variable'} is there twice.`,
  headerTwice: (name: string) => `${name || 'A header'} is there twice.`,
};
