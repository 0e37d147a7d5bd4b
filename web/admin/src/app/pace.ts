// When to load again while figures change: at once after the first event, then at most once a second, and never before the
// load under way has ended. What happens while nobody looks is remembered until somebody does.
const GATHER_MS = 100;
const EVERY_MS = 1000;

export interface Pace {
  wanted: () => void;             // something changed
  began: (at: number) => void;    // a load that left at this time is under way: it knows all that had changed by then
  ended: () => void;
  shown: () => void;              // the page can be seen again
  stop: () => void;
}

export function makePace(start: () => void, hidden: () => boolean): Pace {
  let missing = false;
  let wantedAt = 0;
  let running = false;
  let startedAt = -EVERY_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const idle = () => missing && !running && !hidden();
  const plan = () => {
    if (timer !== undefined || !idle()) return;
    timer = setTimeout(fire, Math.max(GATHER_MS, startedAt + EVERY_MS - Date.now()));
  };
  const fire = () => {
    timer = undefined;
    if (!idle()) return;
    startedAt = Date.now();
    start();
  };
  return {
    wanted: () => {
      missing = true;
      wantedAt = Date.now();
      plan();
    },
    began: (at) => {
      running = true;
      if (at >= wantedAt) missing = false;
    },
    ended: () => {
      running = false;
      plan();
    },
    shown: plan,
    stop: () => clearTimeout(timer),
  };
}
