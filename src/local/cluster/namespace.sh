#!/bin/sh
# First process of a local cluster's namespaces: arranges mounts and network once, then keeps the supervisor running and
# reaps orphans (the shell's `wait` does). Arguments: the cluster's folder, its node address with prefix length, its
# service range, then the supervisor's command.
set -eu
folder=$1 address=$2 services=$3
shift 3

# Host folders that Kubernetes writes to by fixed names: /run is fresh, /etc and /var take our writes in memory only.
# The cluster's own folder stays what it is, wherever it lies. (-n: no notes in /run/mount, which is being replaced.)
mkdir -p "$folder/run"
mount -n -t tmpfs -o mode=755 tmpfs "$folder/run"
for name in etc var; do
  mkdir -p "$folder/run/overlay/$name/upper" "$folder/run/overlay/$name/work" "$folder/run/folder" "$folder/run/tmp"
done
mount -n --bind "$folder" "$folder/run/folder"
for name in etc var; do
  mount -n -t overlay -o "lowerdir=/$name,upperdir=$folder/run/overlay/$name/upper,workdir=$folder/run/overlay/$name/work" overlay "/$name"
done
mount -n --move "$folder/run" /run
mkdir -p "$folder"
mount -n --move /run/folder "$folder"
rm -f /etc/resolv.conf
echo "nameserver ${address%/*}" >/etc/resolv.conf

# The kubelet wants these settings of the whole machine, or else changes them. It is shown what it wants instead.
for setting in vm/overcommit_memory=1 vm/panic_on_oom=0 kernel/panic=10 kernel/panic_on_oops=1 \
  kernel/keys/root_maxkeys=1000000 kernel/keys/root_maxbytes=25000000; do
  file=/run/sysctl/${setting%=*}
  mkdir -p "${file%/*}"
  echo "${setting#*=}" >"$file"
  mount -n --bind "$file" "/proc/sys/${setting%=*}"
done

# The node's address is on a bridge without ports, since not every kernel has dummy devices. Services are routed to it so
# that kube-proxy's rules get to see the packets. There is no way out: whatever else is asked for is refused at once.
ip link set lo up
ip link add node0 type bridge
ip address add "$address" dev node0
ip link set node0 up
ip route add "$services" dev node0
ip route add unreachable default
echo 1 >/proc/sys/net/ipv4/ip_forward

export TMPDIR=/run/tmp
while :; do
  "$@" >>"$folder/logs/supervisor.log" 2>&1 &
  wait $! || true
  sleep 0.2
done
