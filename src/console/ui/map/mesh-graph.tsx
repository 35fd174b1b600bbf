import { Background, Controls, MiniMap, ReactFlow, type NodeMouseHandler } from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { useMemo, type KeyboardEvent } from "react";
import type { MeshMap } from "../../contract.js";
import { goTo } from "../routing/use-route.js";
import { boxTypes } from "./boxes.js";
import { drawMesh, type Box } from "./graph-elements.js";

const attribution = { hideAttribution: false };
const fit = { padding: 0.08, maxZoom: 1.1 };
/** From here on an overview helps; it stands beside the boxes. */
const many = 40;
const fitMany = { padding: { x: 0.04, y: 0.04, right: "230px" } } as const;

/** The mesh as a picture; only what is in sight is drawn. */
export function MeshGraph({ mesh }: { mesh: MeshMap }) {
  const { nodes, edges } = useMemo(() => drawMesh(mesh), [mesh]);
  return (
    <div className="graph" role="region" aria-label="Graph of the mesh" onKeyDown={openFocused}>
      <ReactFlow<Box>
        // Another selection of boxes is looked at as a whole again.
        key={nodes.map(({ id }) => id).join()}
        nodes={nodes}
        edges={edges}
        nodeTypes={boxTypes}
        onNodeClick={openClicked}
        onlyRenderVisibleElements
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        deleteKeyCode={null}
        fitView
        fitViewOptions={nodes.length >= many ? fitMany : fit}
        minZoom={0.05}
        proOptions={attribution}
        colorMode="system"
      >
        <Background gap={24} size={1} />
        <Controls showInteractive={false} />
        {nodes.length >= many ? <MiniMap pannable zoomable ariaLabel="Overview" /> : null}
      </ReactFlow>
    </div>
  );
}

const openClicked: NodeMouseHandler<Box> = (_, { id, type }) => {
  if (type === "service") goTo({ screen: "document", type: "service", id });
};

function openFocused({ key, target }: KeyboardEvent): void {
  const box = target instanceof HTMLElement ? target.closest<HTMLElement>(".react-flow__node-service") : null;
  const id = box?.dataset.id;
  if (key === "Enter" && id !== undefined) goTo({ screen: "document", type: "service", id });
}
