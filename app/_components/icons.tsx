// Written by scripts/icons.mjs from bootstrap-icons (MIT, The Bootstrap Authors); edit it there.
import { Icon } from "./icon";
import type { IconProps } from "./icon";

export function DashboardIcon(props: IconProps) {
  return <Icon {...props} shape="grid-1x2" />;
}

export function InstancesIcon(props: IconProps) {
  return <Icon {...props} shape="hdd-stack" />;
}

export function BackupsIcon(props: IconProps) {
  return <Icon {...props} shape="archive" />;
}

export function FindingsIcon(props: IconProps) {
  return <Icon {...props} shape="intersect" />;
}

export function RetentionIcon(props: IconProps) {
  return <Icon {...props} shape="hourglass" />;
}

export function CredentialsIcon(props: IconProps) {
  return <Icon {...props} shape="key" />;
}

export function AlertsIcon(props: IconProps) {
  return <Icon {...props} shape="bell" />;
}

export function SettingsIcon(props: IconProps) {
  return <Icon {...props} shape="gear" />;
}

export function AccountIcon(props: IconProps) {
  return <Icon {...props} shape="person-circle" />;
}

export function SignOutIcon(props: IconProps) {
  return <Icon {...props} shape="box-arrow-right" />;
}

export function MenuIcon(props: IconProps) {
  return <Icon {...props} shape="list" />;
}

export function CloseIcon(props: IconProps) {
  return <Icon {...props} shape="x-lg" />;
}

export function SunIcon(props: IconProps) {
  return <Icon {...props} shape="sun" />;
}

export function MoonIcon(props: IconProps) {
  return <Icon {...props} shape="moon-stars" />;
}

export function HalfIcon(props: IconProps) {
  return <Icon {...props} shape="circle-half" />;
}

export function TrashIcon(props: IconProps) {
  return <Icon {...props} shape="trash" />;
}

export function CalendarIcon(props: IconProps) {
  return <Icon {...props} shape="calendar3" />;
}

export function CopyIcon(props: IconProps) {
  return <Icon {...props} shape="copy" />;
}

export function CheckIcon(props: IconProps) {
  return <Icon {...props} shape="check2" />;
}

export function SearchIcon(props: IconProps) {
  return <Icon {...props} shape="search" />;
}

export function PlusIcon(props: IconProps) {
  return <Icon {...props} shape="plus-lg" />;
}

export function NextIcon(props: IconProps) {
  return <Icon {...props} shape="chevron-right" />;
}

export function ExternalIcon(props: IconProps) {
  return <Icon {...props} shape="box-arrow-up-right" />;
}

export function PauseIcon(props: IconProps) {
  return <Icon {...props} shape="pause-fill" />;
}

export function PlayIcon(props: IconProps) {
  return <Icon {...props} shape="play-fill" />;
}

export function OfflineIcon(props: IconProps) {
  return <Icon {...props} shape="wifi-off" />;
}

export function PencilIcon(props: IconProps) {
  return <Icon {...props} shape="pencil" />;
}

export function RefreshIcon(props: IconProps) {
  return <Icon {...props} shape="arrow-clockwise" />;
}

export function CloudIcon(props: IconProps) {
  return <Icon {...props} shape="cloud-arrow-up" />;
}

export function LockIcon(props: IconProps) {
  return <Icon {...props} shape="lock-fill" />;
}

export function UnlockIcon(props: IconProps) {
  return <Icon {...props} shape="unlock" />;
}

export function TagIcon(props: IconProps) {
  return <Icon {...props} shape="tag" />;
}

export function DownloadIcon(props: IconProps) {
  return <Icon {...props} shape="download" />;
}

export function SendIcon(props: IconProps) {
  return <Icon {...props} shape="send" />;
}

export function AwsIcon(props: IconProps) {
  return <Icon {...props} shape="cloud" />;
}
