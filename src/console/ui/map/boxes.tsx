import { Handle, Position, type NodeProps } from "@xyflow/react";
import { memo } from "react";
import type { GatewayBox, HostBox, ServiceBox } from "./graph-elements.js";
import { Marks } from "./marks.js";

// Each is drawn once and again only when what it shows has changed: there may be hundreds.

function Ends() {
  return (
    <>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </>
  );
}

const Service = memo(function Service({ data: { service } }: NodeProps<ServiceBox>) {
  const { namespace, name, findings } = service;
  const tone = findings.error > 0 ? "bad" : findings.warning > 0 ? "warn" : "";
  return (
    <div className={`box service ${tone} ${service.isDeclared ? "" : "undeclared"}`}>
      <Ends />
      <span className="box-namespace">{namespace}</span>
      <span className="box-name" title={name}>
        {name}
      </span>
      <Marks service={service} />
    </div>
  );
});

const Gateway = memo(function Gateway({ data: { gateway } }: NodeProps<GatewayBox>) {
  const { namespace, name, listeners } = gateway;
  return (
    <div className="box gateway">
      <Ends />
      <span className="box-namespace">gateway · {namespace}</span>
      <span className="box-name">{name}</span>
      <span className="marks">
        {listeners.map((listener) => (
          <span key={listener.name} className="mark">{`${listener.protocol} ${listener.port}`}</span>
        ))}
      </span>
    </div>
  );
});

const Host = memo(function Host({ data: { host } }: NodeProps<HostBox>) {
  return (
    <div className="box host">
      <Ends />
      <span className="box-namespace">outside of the mesh</span>
      <span className="box-name">{host}</span>
    </div>
  );
});

export const boxTypes = { service: Service, gateway: Gateway, host: Host };
