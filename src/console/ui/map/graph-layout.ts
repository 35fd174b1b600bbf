import { Graph, layout } from "@dagrejs/dagre";
import type { MeshMap } from "../../contract.js";

export interface Point {
  x: number;
  y: number;
}

/** Size of every box on the map, in pixels. */
export const boxSize = { width: 240, height: 64 };

const gap = { column: 90, row: 18 };
/** From here on columns are folded, since a tall one makes a picture in which nothing can be read. */
const manyBoxes = 80;
/** Width of a screen by its height. */
const aspect = 1.5;

interface Arrow {
  from: string;
  to: string;
  label: string;
}

/** Where each box stands: callers left of those they call; boxes without arrows in rows below the rest. */
export function layOut({ services, gateways, hosts, edges }: MeshMap): Map<string, Point> {
  const ids = [...gateways.map(({ id }) => `gateway:${id}`), ...services.map(({ id }) => id), ...hosts];
  const known = new Set(ids);
  const find = (id: string) => (known.has(id) ? id : `gateway:${id}`);
  const arrows = edges
    .map(({ from, to, label = "" }): Arrow => ({ from: find(from), to: find(to), label }))
    .filter(({ from, to }) => known.has(from) && known.has(to) && from !== to);
  const connected = new Set(arrows.flatMap(({ from, to }) => [from, to]));
  const ranked = rank([...connected], arrows);
  const points = connected.size > manyBoxes ? foldColumns(ranked) : ranked;
  const bottom = points.size === 0 ? 0 : Math.max(...[...points.values()].map(({ y }) => y)) + boxSize.height + 40;
  placeRows(
    ids.filter((id) => !connected.has(id)),
    bottom,
    points,
  );
  return points;
}

function rank(ids: readonly string[], arrows: readonly Arrow[]): Map<string, Point> {
  if (ids.length === 0) return new Map();
  const ranker = arrows.length > 300 ? "longest-path" : "network-simplex";
  const graph = new Graph();
  graph.setGraph({ rankdir: "LR", ranksep: gap.column, nodesep: gap.row, ranker });
  for (const id of ids) graph.setNode(id, { ...boxSize });
  for (const { from, to, label } of arrows) {
    // Room for what is written on the arrow.
    const width = ids.length > manyBoxes ? 0 : label.length * 6;
    graph.setEdge(from, to, { width, height: width === 0 ? 0 : 14, labelpos: "c" });
  }
  layout(graph);
  return new Map(
    ids.map((id) => {
      const { x, y } = graph.node(id) as unknown as Point;
      return [id, { x: x - boxSize.width / 2, y: y - boxSize.height / 2 }];
    }),
  );
}

/** Puts each column into as many beside each other as give the whole the shape of a screen. */
function foldColumns(points: ReadonlyMap<string, Point>): Map<string, Point> {
  const columns = new Map<number, [string, Point][]>();
  for (const entry of points) {
    const { x } = entry[1];
    columns.set(x, [...(columns.get(x) ?? []), entry]);
  }
  const step = { x: boxSize.width + gap.column / 2, y: boxSize.height + gap.row };
  const rows = Math.ceil(Math.sqrt((points.size * step.x) / step.y / aspect));
  const folded = new Map<string, Point>();
  let left = 0;
  for (const x of [...columns.keys()].sort((one, other) => one - other)) {
    const column = (columns.get(x) ?? []).sort(([, one], [, other]) => one.y - other.y);
    column.forEach(([id], index) => {
      folded.set(id, { x: left + Math.floor(index / rows) * step.x, y: (index % rows) * step.y });
    });
    left += Math.ceil(column.length / rows) * step.x + gap.column;
  }
  return folded;
}

function placeRows(ids: readonly string[], top: number, points: Map<string, Point>): void {
  const columns = Math.max(3, Math.ceil(Math.sqrt(ids.length / 2)));
  const step = { x: boxSize.width + gap.row, y: boxSize.height + gap.row };
  ids.forEach((id, index) => {
    points.set(id, { x: (index % columns) * step.x, y: top + Math.floor(index / columns) * step.y });
  });
}
