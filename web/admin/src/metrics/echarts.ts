// Only the parts of the chart library that are used; this module is the lazy chunk.
import { CustomChart, LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers';

use([LineChart, CustomChart, GridComponent, MarkLineComponent, TooltipComponent, SVGRenderer, CanvasRenderer]);

const MANY_POINTS = 3000;

// SVG prints and zooms well; a canvas is faster above a few thousand points.
export function openChart(element: HTMLElement, points: number) {
  return init(element, null, { renderer: points > MANY_POINTS ? 'canvas' : 'svg' });
}
