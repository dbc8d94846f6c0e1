/** Texts about somebody who leaves, and who takes over. */
export const handoverEn = {
  offMenu: 'Switch off…',
  onMenu: 'Switch on…',
  offAsk: 'Switch off {{name}}?',
  offNote:
    'They are signed out with their next request, and their API keys end. What they did stays under their name.',
  nothing: 'They hold nothing.',
  holds: 'What they hold',
  to: 'Who takes over',
  toHelp:
    'Without anybody everything stays where it is, and those who report to them go to their own manager.',
  itself: 'Choose somebody else.',
  off: 'Switch off',
  onAsk: 'Switch on {{name}} again?',
  onNote: 'They can sign in as before, with the roles that they had.',
  back_one: '{{count}} record that was handed over comes back, unless somebody has changed it since.',
  back_other:
    '{{count}} records that were handed over come back, but for those that somebody has changed since.',
  on: 'Switch on',
  running: 'Handing over.',
  done: 'Switched off.',
  undoing: 'Taking back.',
  undone: 'Switched on.',
  moved_one: '{{count}} record handed over.',
  moved_other: '{{count}} records handed over.',
  takenBack_one: '{{count}} record taken back.',
  takenBack_other: '{{count}} records taken back.',
  kept_one: '{{count}} record stayed: its rules refuse it, or somebody has changed it since.',
  kept_other: '{{count}} records stayed: their rules refuse it, or somebody has changed them since.',
  mayClose: 'This goes on when you close the window.',
};
