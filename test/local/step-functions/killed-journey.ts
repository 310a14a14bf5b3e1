import process from 'node:process';
import { travel } from './long-journey.ts';

/** Run as a process of its own: travels in the database given first, and kills itself at the nth moment given second. */
const [, , path = '', at = '0'] = process.argv;
let moments = 0;
await travel(path, () => {
  moments += 1;
  if (moments === Number(at)) process.kill(process.pid, 'SIGKILL');
});
