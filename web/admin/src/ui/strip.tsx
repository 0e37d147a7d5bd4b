// Strips of periods and single whiskers: dots with intervals as our own SVG, so that pages need no chart library.
import type { Difference, Estimate, QueryMetric } from '../api/types';
import type { Direction } from './claims';
import { place, type Axis } from './scale';

interface StripProps {
  estimates: { name: string; estimate: Estimate | undefined; running?: boolean }[];
  axis: Axis;
  target?: number | null;
  label: string;
}

const WIDTH = 240;
const HEIGHT = 56;
const PAD = 4;

// The last periods of a metric, a dot and a whisker each, the target dashed. The running period is hollow.
export function Strip({ estimates, axis, target, label }: StripProps) {
  const step = WIDTH / Math.max(estimates.length, 1);
  const y = (value: number) => HEIGHT - PAD - place(value, axis, HEIGHT - 2 * PAD);
  return (
    <svg class="strip" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label} preserveAspectRatio="none">
      {target !== null && target !== undefined && (
        <line class="strip-target" x1="0" x2={WIDTH} y1={y(target)} y2={y(target)} vector-effect="non-scaling-stroke" />
      )}
      {estimates.map(({ name, estimate, running }, index) => {
        if (!estimate?.interval || estimate.estimate === null) return null;
        const x = step * (index + 0.5);
        return (
          <g key={name} class={running ? 'running' : ''}>
            <line class="strip-whisker" x1={x} x2={x} y1={y(estimate.interval[0]!)} y2={y(estimate.interval[1]!)} vector-effect="non-scaling-stroke" />
            <line class="strip-dot" x1={x} x2={x + 0.01} y1={y(estimate.estimate)} y2={y(estimate.estimate)} vector-effect="non-scaling-stroke" />
            {running && <line class="strip-hole" x1={x} x2={x + 0.01} y1={y(estimate.estimate)} y2={y(estimate.estimate)} vector-effect="non-scaling-stroke" />}
          </g>
        );
      })}
    </svg>
  );
}

interface WhiskerProps {
  estimate: Estimate | Difference;
  value: number | null;
  axis: Axis;
  reference?: number | null;
  direction?: Direction;
  metric: QueryMetric;
}

// One dot with a horizontal whisker and the reference behind it; grey unless the test supports a claim.
export function Whisker({ estimate, value, axis, reference, direction = 'none' }: WhiskerProps) {
  const x = (at: number) => place(at, axis, 200);
  if (!estimate.interval || value === null) return <svg class="whisker" viewBox="0 0 200 16" preserveAspectRatio="none" aria-hidden="true" />;
  return (
    <svg class={`whisker ${direction}`} viewBox="0 0 200 16" preserveAspectRatio="none" aria-hidden="true">
      {reference !== null && reference !== undefined && (
        <line class="whisker-reference" x1={x(reference)} x2={x(reference)} y1="0" y2="16" vector-effect="non-scaling-stroke" />
      )}
      <line class="whisker-line" x1={x(estimate.interval[0]!)} x2={x(estimate.interval[1]!)} y1="8" y2="8" vector-effect="non-scaling-stroke" />
      <line class="whisker-dot" x1={x(value)} x2={x(value) + 0.01} y1="8" y2="8" vector-effect="non-scaling-stroke" />
    </svg>
  );
}
