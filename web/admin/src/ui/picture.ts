// A picture of a chart, drawn on a canvas with the page's own font and colours: the security policy lets no drawing be loaded
// with its fonts, and a canvas needs none to be loaded.
const FONT = "'Inter Variable', system-ui, sans-serif";
export const SCALE = 2;

export interface TextStyle {
  color: string;
  size?: number;
  weight?: number;
  align?: 'left' | 'right' | 'center';
}

type Draw = (context: CanvasRenderingContext2D) => void;

// Colours of the theme that is on, as the browser computes them.
export function readColors<Name extends string>(element: Element, names: readonly Name[]): Record<Name, string> {
  const probe = document.createElement('span');
  element.append(probe);
  const entries = names.map((name): [Name, string] => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color];
  });
  probe.remove();
  return Object.fromEntries(entries) as Record<Name, string>;
}

// Keeps what is drawn until the height is known.
export class Pen {
  private draws: Draw[] = [];
  private measure = document.createElement('canvas').getContext('2d')!;
  height = 0;

  private down(to: number): void {
    this.height = Math.max(this.height, to);
  }

  private font(style: TextStyle): string {
    return `${style.weight ?? 400} ${style.size ?? 13}px ${FONT}`;
  }

  widthOf(text: string, style: TextStyle): number {
    this.measure.font = this.font(style);
    return this.measure.measureText(text).width;
  }

  // One line, its middle at y; a text wider than `room` ends in an ellipsis.
  text(text: string, x: number, y: number, style: TextStyle, room = Infinity): void {
    let shown = text;
    while (shown.length > 1 && this.widthOf(shown, style) > room) shown = shown.replace(/.…?$/u, '') + '…';
    this.draws.push((context) => {
      context.font = this.font(style);
      context.fillStyle = style.color;
      context.textAlign = style.align ?? 'left';
      context.textBaseline = 'middle';
      context.fillText(shown, x, y);
    });
    this.down(y + (style.size ?? 13));
  }

  // Whole words, as many lines as needed; returns the y below.
  paragraph(text: string, x: number, y: number, room: number, style: TextStyle): number {
    const step = Math.round((style.size ?? 13) * 1.45);
    let [line, at] = ['', y];
    for (const word of text.split(' ')) {
      const longer = line ? `${line} ${word}` : word;
      if (line && this.widthOf(longer, style) > room) {
        this.text(line, x, at + step / 2, style);
        [line, at] = [word, at + step];
      } else line = longer;
    }
    if (line) this.text(line, x, at + step / 2, style);
    return at + step;
  }

  line(x1: number, y1: number, x2: number, y2: number, color: string, width = 1, cap: CanvasLineCap = 'butt'): void {
    this.draws.push((context) => {
      Object.assign(context, { strokeStyle: color, lineWidth: width, lineCap: cap });
      context.beginPath();
      context.moveTo(x1, y1);
      context.lineTo(x2, y2);
      context.stroke();
    });
    this.down(Math.max(y1, y2));
  }

  box(x: number, y: number, width: number, height: number, fill: string | null, radius = 0, edge?: string): void {
    this.draws.push((context) => {
      context.beginPath();
      context.roundRect(x, y, width, height, radius);
      if (fill) {
        context.fillStyle = fill;
        context.fill();
      }
      if (edge) {
        Object.assign(context, { strokeStyle: edge, lineWidth: 1 });
        context.stroke();
      }
    });
    this.down(y + height);
  }

  // An outline drawn on 20 by 20, as the icons are.
  path(outline: string, x: number, y: number, size: number, color: string): void {
    this.draws.push((context) => {
      context.save();
      context.translate(x, y);
      context.scale(size / 20, size / 20);
      Object.assign(context, { strokeStyle: color, lineWidth: 2, lineCap: 'round', lineJoin: 'round' });
      context.stroke(new Path2D(outline));
      context.restore();
    });
  }

  image(image: HTMLCanvasElement, x: number, y: number, width: number, height: number): void {
    this.draws.push((context) => context.drawImage(image, x, y, width, height));
    this.down(y + height);
  }

  toBlob(width: number, ground: string, below: number): Promise<Blob> {
    const canvas = document.createElement('canvas');
    canvas.width = width * SCALE;
    canvas.height = Math.ceil((this.height + below) * SCALE);
    const context = canvas.getContext('2d')!;
    context.scale(SCALE, SCALE);
    context.fillStyle = ground;
    context.fillRect(0, 0, width, this.height + below);
    for (const draw of this.draws) draw(context);
    return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png'));
  }
}
