/** Cuts a VPC's range into 16 equal parts and returns the first `count` of them: 10.40.0.0/16 gives 10.40.0.0/20, 10.40.16.0/20 … */
export function subnetCidrs(vpcCidr: string, count: number): readonly string[] {
  const [address = "", prefix = ""] = vpcCidr.split("/");
  const first = address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
  const bits = Number(prefix) + 4;
  return Array.from({ length: count }, (_, index) => {
    const start = first + index * 2 ** (32 - bits);
    const bytes = [24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256);
    return `${bytes.join(".")}/${bits}`;
  });
}
