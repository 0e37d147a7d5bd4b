// Only the parts of the chart library that are used; this module is the lazy chunk.
import type { EChartsOption } from 'echarts';
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

// The same chart as a picture, drawn out of sight.
export function paintChart(option: EChartsOption, width: number, height: number, pixelRatio: number): HTMLCanvasElement {
  const chart = init(document.createElement('div'), null, { renderer: 'canvas', width, height, devicePixelRatio: pixelRatio });
  chart.setOption(option);
  const canvas = chart.renderToCanvas({ pixelRatio });
  chart.dispose();
  return canvas;
}
