import { isPicture, objects, offersTool, scenario } from '#scenario';
import { paintBlue } from './tools/paint-blue.ts';

/** The model has an image model paint; a header names the deployment of that model. */
export default scenario('responses/image-generation', {
  async run({ responses, check, calledDeployment }) {
    const response = await responses.create(
      { input: paintBlue.input, tools: [paintBlue.tool] },
      { headers: { 'x-ms-oai-image-generation-deployment': calledDeployment } },
    );
    check.must('completed', response.status === 'completed', `ends as completed, was ${response.status}`);
    const call = response.output.find((item) => item.type === 'image_generation_call');
    check.must('called', call !== undefined, 'the output contains a call of the image model');
    check.must('picture', isPicture(call?.result), 'the call holds a picture in base64');
    // A JPEG begins with the bytes ff d8 ff.
    check.should('format', call?.result?.startsWith('/9j/') === true, 'the picture is a JPEG, as asked');
  },
  recognise: (seen) => {
    if (seen.operation !== 'responses.create' || seen.streaming || !offersTool(seen, 'image_generation')) {
      return null;
    }
    if (seen.error) return [];
    const call = objects(seen.answer?.output).find((item) => item.type === 'image_generation_call');
    return call === undefined ? null : [{ id: 'picture', ok: isPicture(call.result) }];
  },
  parameters: ['tools'],
});
