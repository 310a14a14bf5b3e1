/** A text that may have been typed on several lines, as the one line that is kept. */
export const oneLine = (text: string): string => text.replace(/\s*[\r\n]+\s*/g, ' ');
