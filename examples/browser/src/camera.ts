import { element, errorMessage } from './element';

/**
 * A dialog with the camera's image; resolves with what was taken, or undefined when it was closed. Throws if there
 * is no camera, or no leave to use it.
 */
export async function takeImage(): Promise<ImageBitmap | undefined> {
  const [dialog, video] = [element('camera', HTMLDialogElement), element('video', HTMLVideoElement)];
  const stream = await openCamera();
  try {
    video.srcObject = stream;
    dialog.showModal();
    return await firstOf(dialog, video);
  } finally {
    stream.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
    dialog.close();
  }
}

async function openCamera(): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'user', width: { ideal: 1280 } } });
  } catch (error) {
    throw new Error(`The camera cannot be used: ${errorMessage(error)}. Choose an image instead.`, { cause: error });
  }
}

function firstOf(dialog: HTMLDialogElement, video: HTMLVideoElement): Promise<ImageBitmap | undefined> {
  return new Promise((resolve) => {
    element('shoot', HTMLButtonElement).onclick = () => {
      if (video.videoWidth > 0) resolve(createImageBitmap(video));
    };
    element('camera-close', HTMLButtonElement).onclick = () => resolve(undefined);
    dialog.onclose = () => resolve(undefined); // the Escape key
  });
}
