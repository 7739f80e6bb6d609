/**
 * The camera, where the browser itself reads QR codes (BarcodeDetector). Elsewhere it is not offered.
 * Promises: the camera is let go as soon as the screen goes.
 */
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Btn } from '../../ui/buttons';
import { Said } from '../../ui/fields';
import { Title } from '../../ui/frame';
import { EnrolScreen } from './app';
import { enrolWords } from './words';

type Detector = { detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]> };
type DetectorClass = {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
};

const everyMs = 250;

function detectorClass(): DetectorClass | undefined {
  return (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
}

export async function canScan(): Promise<boolean> {
  const found = detectorClass();
  if (!found || !navigator.mediaDevices?.getUserMedia) return false;
  return (await found.getSupportedFormats().catch((): string[] => [])).includes('qr_code');
}

export function Scanner(props: {
  /** Takes what was read; answers null when it was right, else why not. */
  onFound: (text: string) => string | null;
  onStop: (why: string | null) => void;
}) {
  const w = enrolWords.value;
  const video = useRef<HTMLVideoElement>(null);
  const said = useSignal<string | null>(null);
  const { onFound, onStop } = props;

  useEffect(() => {
    const found = detectorClass();
    if (!found) return;
    const detector = new found({ formats: ['qr_code'] });
    let stream: MediaStream | null = null;
    let timer = 0;
    let over = false;
    const look = async () => {
      const codes = video.current ? await detector.detect(video.current).catch(() => []) : [];
      const text = codes[0]?.rawValue;
      if (over) return;
      if (text) {
        said.value = onFound(text);
        if (said.value === null) return;
      }
      timer = window.setTimeout(() => void look(), everyMs);
    };
    void navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }).then(
      async (opened) => {
        stream = opened;
        if (over || !video.current) {
          for (const track of opened.getTracks()) track.stop();
          return;
        }
        video.current.srcObject = opened;
        await video.current.play().catch(() => undefined);
        void look();
      },
      () => {
        if (!over) onStop(w.scanRefused);
      },
    );
    return () => {
      over = true;
      clearTimeout(timer);
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
  }, []);

  return (
    <EnrolScreen
      actions={
        <Btn size="big" onClick={() => onStop(null)}>
          {w.scanStop}
        </Btn>
      }
    >
      <Title>{w.scanning}</Title>
      <video ref={video} class="camera" playsInline muted />
      <div role="status">{said.value ? <Said kind="bad">{said.value}</Said> : null}</div>
    </EnrolScreen>
  );
}
